'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { publishersQuery } from '@/components/carry-queries.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { Publishers } from '@/lib/contract/publishers.ts';
import { commandsOf } from '@/lib/present/publisher-commands.ts';
import { windowOf } from '@/lib/present/republish-window.ts';
import { typedUtc } from '@/lib/present/typed-utc.ts';
import { CommandsPanel } from './commands-panel.tsx';
import type { MarkCommand } from './command-mark.tsx';
import { StartField } from './start-field.tsx';
import { WindowPanel } from './window-panel.tsx';

/** When publishers must send their documents again after a restore, and the commands for it. Nothing is executed. */
export function PublishersView({ initial, mark }: { initial: Publishers; mark: MarkCommand }) {
  const { key } = useCluster();
  const query = useQuery({
    ...publishersQuery(key, initial.job),
    initialData: initial,
    initialDataUpdatedAt: Date.parse(initial.takenAt),
  });
  return (
    <>
      <Heading
        takeFocus
        sub={
          <p className="[overflow-wrap:anywhere]">
            {initial.title}.{' '}
            <Link className="link" prefetch={false} href={paths.job(key, initial.job)}>
              Job {initial.job}
            </Link>
          </p>
        }
      >
        Let the publishers send again
      </Heading>
      <QueryBoundary query={query} what="the times">
        {(publishers) => <Parts publishers={publishers} mark={mark} />}
      </QueryBoundary>
    </>
  );
}

function Parts({ publishers, mark }: { publishers: Publishers; mark: MarkCommand }) {
  const [typed, setTyped] = useState('');
  const now = Date.parse(publishers.takenAt);
  const startedAt = publishers.startedAt ?? typedUtc(typed);
  const window = startedAt === null ? null : windowOf({ ...publishers, startedAt }, now);
  return (
    <div className="flex flex-col gap-4">
      {publishers.switchedAt === null && <NotSwitched alias={publishers.alias} />}
      {publishers.startedAt === null && <StartField value={typed} onChange={setTyped} known={startedAt !== null} />}
      {startedAt !== null && window === null && (
        <Notice tone="warn" title="There is no such time">
          <p>The backup was begun after the time until which documents are missing: check the clocks.</p>
        </Notice>
      )}
      {startedAt !== null && window !== null && (
        <>
          <WindowPanel window={window} startedAt={startedAt} switchedAt={publishers.switchedAt} />
          <CommandsPanel
            job={publishers.job}
            commands={commandsOf(publishers.templates, { ...publishers, window })}
            window={window}
            mark={mark}
          />
        </>
      )}
    </div>
  );
}

/** Until the switch, everything that is written is missing from the restored index. */
function NotSwitched({ alias }: { alias: string | null }) {
  return (
    <Notice tone="info" title="Switch the alias first">
      <p>
        {alias ?? 'No alias'} {alias === null ? 'points' : 'does not point'} to the restored index: what is written now
        is missing from it too. The time below ends now; it ends with the switch once that is done.
      </p>
    </Notice>
  );
}
