import Link from 'next/link';
import { Fragment, type ReactNode } from 'react';
import { useCluster } from '@/components/cluster-context.tsx';
import { IndexName } from '@/components/index-name.tsx';
import { paths } from '@/components/paths.ts';
import { Shape, type StateLevel } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { AliasHistoryEntry, AliasPage } from '@/lib/contract/alias-page.ts';
import { formatCount, formatUtcClock, formatUtcMinute, formatUtcSeconds, plural } from '@/lib/format.ts';

/** What the alias pointed to, when, and by which job; and what was seen that no job of Restore Desk did. */
export function History({ page: { alias, history } }: { page: AliasPage }) {
  const { entries, more, problem } = history;
  return (
    <>
      {problem !== null && (
        <p role="alert" className="border-b px-4 py-3 text-small text-muted mid:px-5">
          The jobs can’t be read, so their changes are not listed: {problem}
        </p>
      )}
      {entries.length === 0 ? (
        <p className="px-4 py-3 text-small text-muted mid:px-5">
          No change of {alias} is known here: none by a job, and none between two listings of the cluster.
        </p>
      ) : (
        <ol aria-label={`History of ${alias}`}>
          {entries.map((entry, place) => (
            <Entry key={place} entry={entry} />
          ))}
        </ol>
      )}
      {more && <p className="border-t px-4 py-3 text-small text-muted mid:px-5">Older changes are not listed.</p>}
    </>
  );
}

function Entry({ entry }: { entry: AliasHistoryEntry }) {
  const { level, title, details } = partsOf(entry);
  return (
    <li className="flex gap-2.5 border-t px-4 py-3 text-small first:border-t-0 mid:px-5">
      <Shape level={level} className="mt-[3px]" />
      <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
        <div className="text-text">{title}</div>
        {details}
      </div>
    </li>
  );
}

function partsOf(entry: AliasHistoryEntry): { level: StateLevel; title: ReactNode; details: ReactNode } {
  switch (entry.kind) {
    case 'job':
      return {
        level: 'ok',
        title: <Moved entry={entry} />,
        details: (
          <p className="text-muted">
            <Time at={entry.at} />, by {entry.by} with <JobLink job={entry.job} />
          </p>
        ),
      };
    case 'other':
      return {
        level: 'warn',
        title: (
          <>
            <Moved entry={entry} />
            {entry.documents !== null && <Documents {...entry.documents} />}
          </>
        ),
        details: <p className="text-muted">{betweenOf(entry)}, not by Restore Desk</p>,
      };
    case 'during':
      return {
        level: 'unknown',
        title: <Moved entry={entry} />,
        details: (
          <p className="text-muted">
            {betweenOf(entry)}, while <JobLink job={entry.job} /> was to change it
          </p>
        ),
      };
    case 'loss':
      return {
        level: 'bad',
        title: `Lost ${plural(entry.from - entry.to, 'document')}: ${formatCount(entry.to)} of ${formatCount(entry.from)} were left.`,
        details: <p className="text-muted">{betweenOf(entry)}, on the same index</p>,
      };
    default:
      return entry satisfies never;
  }
}

function Moved({ entry: { before, to } }: { entry: { before: readonly string[]; to: readonly string[] } }) {
  if (to.length === 0)
    return (
      <>
        Deleted; it pointed to <Names indices={before} />.
      </>
    );
  const added = to.filter((index) => !before.includes(index));
  const removed = before.filter((index) => !to.includes(index));
  if (before.length === 0)
    return (
      <>
        Created on <Names indices={to} />.
      </>
    );
  if (removed.length === 0)
    return (
      <>
        Added: <Names indices={added} />. It kept <Names indices={before} />.
      </>
    );
  if (added.length === 0)
    return (
      <>
        Removed: <Names indices={removed} />. It kept <Names indices={to} />.
      </>
    );
  return (
    <>
      From <Names indices={before} /> to <Names indices={to} />.
    </>
  );
}

function Names({ indices }: { indices: readonly string[] }) {
  const { key } = useCluster();
  return (
    <>
      {indices.slice(0, 3).map((index, place) => (
        <Fragment key={index}>
          {place > 0 && ', '}
          <IndexName name={index} href={paths.index(key, index)} inSentence />
        </Fragment>
      ))}
      {indices.length > 3 && ` and ${indices.length - 3} more`}
    </>
  );
}

function Documents({ before, after }: { before: number | null; after: number | null }) {
  if (before === null || after === null || before === after) return null;
  return (
    <>
      {' '}
      It showed {formatCount(after)} documents instead of {formatCount(before)}.
    </>
  );
}

function JobLink({ job }: { job: string }) {
  const { key } = useCluster();
  return (
    <Link href={paths.job(key, job)} prefetch={false}>
      job {job}
    </Link>
  );
}

/** "Between 06:41 and 06:44 UTC", with the days where they differ or are not today's. */
function betweenOf({ after, at }: { after: string; at: string }): ReactNode {
  const [from, to] = [formatUtcMinute(after), formatUtcMinute(at)];
  const clockOf = from === to ? formatUtcSeconds : formatUtcClock;
  return from.slice(0, 10) === to.slice(0, 10) ? (
    <>
      {from.slice(0, 10)}, between {clockOf(after).replace(' UTC', '')} and {clockOf(at)}
    </>
  ) : (
    <>
      Between {from} and {to}
    </>
  );
}
