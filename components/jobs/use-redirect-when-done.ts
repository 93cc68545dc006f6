import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { JobDetail } from '@/lib/contract/api.ts';
import { takeStartedHere } from './started-here.ts';
import { isActive } from './job-labels.ts';

/** Goes on by itself once a job that was watched here has succeeded; one that was over long ago stays on the screen. */
export function useRedirectWhenDone(detail: JobDetail, redirectTo: string | undefined) {
  const router = useRouter();
  const watched = useRef(false);
  const { status, id } = detail.row;
  useEffect(() => {
    if (redirectTo === undefined) return;
    if (isActive(status)) watched.current = true;
    // Also one that was over before this page was there: it was begun from here a moment ago.
    else if (takeStartedHere(id) || watched.current) {
      watched.current = false;
      if (status === 'succeeded') router.replace(redirectTo);
    }
  }, [status, id, redirectTo, router]);
}
