import { useRouter } from 'next/navigation';
import { useEffect, useRef } from 'react';
import type { JobDetail } from '@/lib/contract/job-page.ts';
import { takeStarted } from './started.ts';
import { isActive } from './words.ts';

/** Goes on by itself once a job that was watched here has succeeded; one that was over long ago stays on the screen. */
export function useOnwards(detail: JobDetail, onwards: string | undefined) {
  const router = useRouter();
  const watched = useRef(false);
  const { status, id } = detail.row;
  useEffect(() => {
    if (onwards === undefined) return;
    if (isActive(status)) watched.current = true;
    // Also one that was over before this page was there: it was begun from here a moment ago.
    else if (takeStarted(id) || watched.current) {
      watched.current = false;
      if (status === 'succeeded') router.replace(onwards);
    }
  }, [status, id, onwards, router]);
}
