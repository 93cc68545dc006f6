'use client';
import { useQueries } from '@tanstack/react-query';
import { healthQuery } from '@/components/queries.ts';
import { isSignedOut } from '@/components/route-request.ts';
import { SignInAgain } from '@/components/sign-in-again.tsx';
import { buttonClass } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';

/** On the list of clusters: says once that the session has ended, with a link to sign in, however many polls found it out. */
export function SessionEnded({ clusters }: { clusters: readonly string[] }) {
  const ended = useQueries({
    queries: clusters.map(healthQuery),
    combine: (queries) => queries.some(({ error }) => isSignedOut(error)),
  });
  if (!ended) return null;
  return (
    <Notice
      tone="warn"
      live="alert"
      className="mb-3"
      title="You are no longer signed in"
      actions={<SignInAgain className={buttonClass('primary', 'small')} />}
    >
      <p>Your session has ended.</p>
    </Notice>
  );
}
