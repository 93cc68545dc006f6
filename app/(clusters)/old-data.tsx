'use client';
import { failureOf, isSignedOut } from '@/components/route-request.ts';
import { Age } from '@/components/query-boundary.tsx';
import { SignInAgain } from '@/components/sign-in-again.tsx';
import { buttonClass } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { useNow } from '@/components/ui/use-now.ts';

/** Polls come every five seconds; a response takes less. */
const OLD_AFTER_MS = 20_000;

/** The last poll failed, or there has been none for too long. */
export function useIsOld({ dataUpdatedAt, error }: { dataUpdatedAt: number; error: unknown }): boolean {
  const now = useNow();
  return Boolean(error) || (now !== null && now - dataUpdatedAt > OLD_AFTER_MS);
}

/** Above everything: what is shown is not how the clusters are now. */
export function OldData({ error, takenAt }: { error: unknown; takenAt: string }) {
  const age = <Age of={Date.parse(takenAt)} />;
  if (isSignedOut(error)) {
    return (
      <Notice
        tone="warn"
        live="alert"
        className="mb-4"
        title="You are no longer signed in"
        actions={<SignInAgain className={buttonClass('primary', 'small')} />}
      >
        <p>Your session has ended. What is shown below is old: from {age}.</p>
      </Notice>
    );
  }
  const { message, hint } = error ? failureOf(error) : { message: 'No answer in time.', hint: undefined };
  return (
    <Notice tone="bad" live="alert" className="mb-4" title={<>Old data: this is how the clusters were {age}</>}>
      <p>{message}</p>
      {hint && <p>{hint}</p>}
      <p>This page keeps trying.</p>
    </Notice>
  );
}
