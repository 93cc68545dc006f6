'use client';
import { failureOf, isSignedOut } from '@/components/route-request.ts';
import { Age } from '@/components/query-boundary.tsx';
import { SignInAgain } from '@/components/sign-in-again.tsx';
import { buttonClass } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { useNow } from '@/components/ui/use-now.ts';
import { useShownSince } from '@/components/ui/use-shown-since.ts';
import { isOverdue } from './data-age.ts';

/** The last poll failed, or there has been none for too long. */
export function useIsOld({ dataUpdatedAt, error }: { dataUpdatedAt: number; error: unknown }): boolean {
  const nowMs = useNow();
  const shownSinceMs = useShownSince();
  return Boolean(error) || (nowMs !== null && isOverdue({ receivedAtMs: dataUpdatedAt, nowMs, shownSinceMs }));
}

/** Above everything: what is shown is not how the clusters are now. */
export function OldData({ error, dataUpdatedAt }: { error: unknown; dataUpdatedAt: number }) {
  const age = <Age of={dataUpdatedAt} />;
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
