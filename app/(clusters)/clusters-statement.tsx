'use client';
import type { ClustersStatus } from '@/lib/present/clusters-status.ts';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';

interface ClustersStatementProps {
  status: ClustersStatus;
  takenAt: string;
  isOld: boolean;
}

/** How many clusters need attention, legible from far away, and of when that is. */
export function ClustersStatement({ status, takenAt, isOld }: ClustersStatementProps) {
  return (
    <div className="pb-6">
      <State level={isOld ? 'unknown' : status.level} strong className="text-body">
        {isOld ? 'Old data' : status.word}
      </State>
      <p
        role="status"
        className="mt-2 text-[32px]/10 font-medium tracking-[-0.03em] text-balance mid:text-[40px]/12 min-[1800px]:text-[52px]/15"
      >
        {status.statement}
      </p>
      <p className="mt-2 text-[15px]/6 text-pretty text-muted min-[1440px]:text-[17px]/7">
        {status.detail && `${status.detail} `}
        As of <Time at={takenAt} precision="clock-seconds" show="absolute" />.
      </p>
    </div>
  );
}
