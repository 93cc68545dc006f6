'use client';
import { useQuery } from '@tanstack/react-query';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { replayChoicesQuery } from '@/components/replay-queries.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { ChosenReplay } from './chosen-replay.tsx';
import type { ReplayAction } from './use-start-replay.ts';

/** Captured requests are sent again, so that a restored index gets what was written since its backup. */
export function ReplayView({ configured, start }: { configured: boolean; start: ReplayAction }) {
  const cluster = useCluster();
  const blocked = useBlocked('replay');
  return (
    <>
      <Heading
        takeFocus
        sub={
          <>
            Send the write requests again that were captured since the backup was started. A preview first: nothing is
            sent before you press the button. On <b className="font-medium text-text">{cluster.name}</b> (
            {cluster.environment}).
          </>
        }
      >
        Replay captured traffic
      </Heading>
      {!configured ? (
        <NotConfigured />
      ) : blocked === null ? (
        <Choose start={start} />
      ) : (
        <Notice tone="info" title={blocked} />
      )}
    </>
  );
}

function Choose({ start }: { start: ReplayAction }) {
  const { key } = useCluster();
  const query = useQuery(replayChoicesQuery(key));
  return (
    <QueryBoundary query={query} what="the captures">
      {({ replay }) => (replay === null ? <NotConfigured /> : <ChosenReplay choices={replay} start={start} />)}
    </QueryBoundary>
  );
}

function NotConfigured() {
  const { key } = useCluster();
  return (
    <EmptyState title="Replaying captured traffic is not configured here">
      <p>
        It needs a folder with files that GoReplay wrote, and the addresses that may be sent to:{' '}
        <code>clusters.{key}.replay</code> in <code>restore-desk.yaml</code>. <code>docs/configuration.md</code>{' '}
        describes the keys, under “Captured traffic”.
      </p>
    </EmptyState>
  );
}
