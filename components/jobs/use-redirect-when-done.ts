import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { takeStartedHere } from './started-here.ts';
import { isActive } from './job-labels.ts';

/** Redirects when a job that was watched here has succeeded. One that ended before stays on the screen. */
export function useRedirectWhenDone(detail: JobDetail, redirectTo: string | undefined) {
  const router = useRouter();
  const watched = useRef(false);
  const { status, id } = detail.row;
  useEffect(() => {
    if (redirectTo === undefined) return;
    if (isActive(status)) watched.current = true;
    // Also one that ended before this page was loaded, if this tab started it.
    else if (takeStartedHere(id) || watched.current) {
      watched.current = false;
      if (status === 'succeeded') router.replace(redirectTo);
    }
  }, [status, id, redirectTo, router]);
}
