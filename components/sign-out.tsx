'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

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
  return (
    <button
      type="button"
      onClick={() => void leave()}
      aria-disabled={status === 'leaving' || undefined}
      className="min-h-7 rounded-md border border-line-strong px-2 whitespace-nowrap text-muted hover:text-text"
    >
      {status === 'failed' ? 'Not signed out: try again' : status === 'leaving' ? 'Signing out…' : 'Sign out'}
    </button>
  );
}
