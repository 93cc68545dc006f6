'use client';
import { useRouter } from 'next/navigation';
import { useState } from 'react';

/** Ends the session of this browser. */
export function SignOut({ action }: { action: () => Promise<{ ok: boolean }> }) {
  const router = useRouter();
  const [said, setSaid] = useState<'leaving' | 'failed' | null>(null);
  async function leave() {
    setSaid('leaving');
    const answer = await action().catch(() => ({ ok: false }));
    if (!answer.ok) return setSaid('failed');
    router.push('/sign-in');
    router.refresh();
  }
  return (
    <button
      type="button"
      onClick={() => void leave()}
      aria-disabled={said === 'leaving' || undefined}
      className="min-h-7 rounded-md border border-line-strong px-2 whitespace-nowrap text-muted hover:text-text"
    >
      {said === 'failed' ? 'Not signed out: try again' : said === 'leaving' ? 'Signing out…' : 'Sign out'}
    </button>
  );
}
