'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Button } from './ui/button.tsx';

/** Ends the session of this browser. */
export function SignOut({ action }: { action: () => Promise<{ ok: boolean }> }) {
  const router = useRouter();
  const [status, setStatus] = useState<'leaving' | 'failed' | null>(null);
  async function leave() {
    setStatus('leaving');
    const answer = await action().catch(() => ({ ok: false }));
    if (!answer.ok) return setStatus('failed');
    router.push('/sign-in');
    router.refresh();
  }
  const text = status === 'failed' ? 'Not signed out: try again' : status === 'leaving' ? 'Signing out…' : 'Sign out';
  return (
    <Button look="quiet" size="small" pending={status === 'leaving' && text} onClick={() => void leave()}>
      {text}
    </Button>
  );
}
