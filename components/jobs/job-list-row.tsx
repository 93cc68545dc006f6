import Link from 'next/link';
import type { JobRow } from '@/lib/contract/jobs-page.ts';
import { secondsOf } from '@/lib/present/job-duration.ts';
import { shortSentence } from '@/lib/present/readable-names.ts';
import { standstillOf } from '@/lib/waiting-sentence.ts';
import { useCluster } from '../cluster-context.tsx';
import { paths } from '../paths.ts';
import { State } from '../ui/state.tsx';
import { Cell, Row } from '../ui/table.tsx';
import { Time } from '../ui/time.tsx';
import { DurationBar } from './duration-bar.tsx';
import { missingLabel, statusLabel } from './job-labels.ts';
import { KindIcon } from './kind-icon.tsx';

interface JobListRowProps {
  row: JobRow;
  /** The longest duration of the list, in seconds. */
  longest: number;
  /** The day is in the heading over the row. */
  underDay?: boolean;
}

/** How a job ended, or what it does. */
function sentenceOf(row: JobRow): string {
  if (row.outcome !== null) return shortSentence(row.outcome);
  if (row.status === 'queued') return 'Waits until another job ends.';
  return standstillOf(row.progress) ?? row.progress?.label ?? 'Starting';
}

export function JobListRow({ row, longest, underDay = false }: JobListRowProps) {
  const { key } = useCluster();
  const { level, word } = statusLabel(row);
  const missing = missingLabel(row);
  const bad = row.status === 'failed' || row.status === 'interrupted';
  const sentence = sentenceOf(row);
  return (
    <Row>
      <Cell place="name" className="w-full">
        <span className="flex min-w-0 items-center gap-3.5">
          <KindIcon kind={row.kind} tone={bad ? 'bad' : 'plain'} />
          <span className="min-w-0">
            <Link
              href={paths.job(key, row.id)}
              prefetch={false}
              data-row-link=""
              title={row.title}
              className="font-medium text-text no-underline [overflow-wrap:anywhere] hover:underline"
            >
              {shortSentence(row.title)}
            </Link>
            <span className="line-clamp-2 text-small text-muted max-mid:hidden">{sentence}</span>
          </span>
        </span>
      </Cell>
      <Cell place="detail" className="mid:hidden">
        <span className="line-clamp-2">{sentence}</span>
      </Cell>
      <Cell place="state">
        <State level={level} className="whitespace-nowrap">
          {word}
        </State>
        {missing && <span className="block text-small text-warn max-mid:hidden">{missing}</span>}
      </Cell>
      <Cell>
        <DurationBar seconds={secondsOf(row)} longest={longest} bad={bad} />
      </Cell>
      <Cell place="figure" numeric className="text-muted">
        {underDay ? (
          <Time at={row.createdAt} precision="clock" show="absolute" zone={false} />
        ) : (
          <Time at={row.createdAt} show="absolute" zone={false} />
        )}
      </Cell>
      <Cell className="text-muted">
        <span className="block max-w-36 truncate" title={row.actor.name}>
          {row.actor.name}
        </span>
      </Cell>
    </Row>
  );
}
