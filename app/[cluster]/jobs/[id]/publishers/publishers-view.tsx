'use client';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useState } from 'react';
import { parseAsText } from '@/components/address-parsers.ts';
import { publishersQuery } from '@/components/carry-queries.ts';
import { useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { QueryBoundary } from '@/components/query-boundary.tsx';
import { LinkButton } from '@/components/ui/button.tsx';
import { Heading } from '@/components/ui/heading.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { Panel } from '@/components/ui/panel.tsx';
import { useFilter } from '@/components/use-filter.ts';
import type { Publishers } from '@/lib/contract/publishers.ts';
import { BEFORE_START_MS, windowOf } from '@/lib/contract/republish-window.ts';
import { commandsOf } from '@/lib/present/publisher-commands.ts';
import { typedUtc } from '@/lib/present/typed-utc.ts';
import { CommandsPanel } from './commands-panel.tsx';
import type { MarkCommand } from './command-mark.tsx';
import { StartField } from './start-field.tsx';
import { WindowPanel } from './window-panel.tsx';

/** The typed start of the backup, so that a link and a reload have it. */
const publishersAddress = { start: parseAsText(40) };

/** When publishers must send their documents again after a restore, and the commands for it. Nothing is executed. */
export function PublishersView({ initial, mark }: { initial: Publishers; mark: MarkCommand }) {
  const { environment, key, name } = useCluster();
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
            {initial.title}, on <b className="font-medium text-text">{name}</b> ({environment}).{' '}
            <Link className="link" prefetch={false} href={restorePath(key, initial)}>
              {initial.backup === null ? `Job ${initial.job}` : 'Result of the restore'}
            </Link>
          </p>
        }
      >
        Let the publishers send again
      </Heading>
      <QueryBoundary query={query} what="the times">
        {(publishers) => (
          <Parts
            publishers={publishers}
            openedAt={initial.takenAt}
            readAgain={() => query.refetch().then(({ data }) => data?.takenAt ?? publishers.takenAt)}
            mark={mark}
          />
        )}
      </QueryBoundary>
      {!query.data.isClosed && (
        <Panel className="mt-4" title="Then close the incident">
          <p className="mb-3 text-muted">Once the publishers have sent, and you have looked at the index.</p>
          <LinkButton href={`${restorePath(key, initial)}#incident`}>Close the incident</LinkButton>
        </Panel>
      )}
    </>
  );
}

const restorePath = (cluster: string, { backup, job }: Publishers): string =>
  backup === null ? paths.job(cluster, job) : paths.restoreResult(cluster, backup, job);

interface PartsProps {
  publishers: Publishers;
  openedAt: string;
  /** Resolves to when it was read, by the server's clock. */
  readAgain: () => Promise<string>;
  mark: MarkCommand;
}

function Parts({ publishers, openedAt, readAgain, mark }: PartsProps) {
  const [{ start }, change] = useFilter(publishersAddress);
  const [typed, setTyped] = useState(start ?? startOfMarks(publishers));
  // Frozen: the times that were copied are the times that are marked.
  const [now, setNow] = useState(Date.parse(openedAt));
  const startedAt = publishers.startedAt ?? typedUtc(typed);
  const window = startedAt === null ? null : windowOf({ ...publishers, startedAt }, now);
  return (
    <div className="flex flex-col gap-4">
      {publishers.switchedAt === null && <NotSwitched />}
      {publishers.startedAt === null && (
        <StartField
          value={typed}
          onChange={(value) => {
            setTyped(value);
            change({ start: value });
          }}
          known={startedAt !== null}
        />
      )}
      {startedAt !== null && window === null && (
        <Notice tone="warn" title="There is no such time">
          <p>The backup was started after the time until which documents are missing: check the clocks.</p>
        </Notice>
      )}
      {startedAt !== null && window !== null && (
        <>
          <WindowPanel
            window={window}
            startedAt={startedAt}
            switchedAt={publishers.switchedAt}
            onUseNow={() => void readAgain().then((at) => setNow(Date.parse(at)))}
          />
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

/** The start that the newest mark was made for; empty: there is no mark. */
function startOfMarks({ sentAgain }: Publishers): string {
  const newest = [...sentAgain].sort((left, right) => (left.at < right.at ? 1 : -1))[0];
  return newest === undefined
    ? ''
    : new Date(Date.parse(newest.from) + BEFORE_START_MS).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Until the switch, everything that is written is missing from the restored index. */
function NotSwitched() {
  return (
    <Notice tone="info" title="No switch to the restored index is recorded here">
      <p>
        If the alias already points to it, the end is the time of that switch. If not, switch it first: until then, what
        is written is missing from the restored index too.
      </p>
    </Notice>
  );
}
