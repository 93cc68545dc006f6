import { statusLabel } from '@/components/jobs/job-labels.ts';
import type { StateLevel } from '@/components/ui/state.tsx';
import type { IndexPage } from '@/lib/contract/index-page.ts';
import type { NamedObject } from '@/lib/contract/overview.ts';
import { formatCount, plural, shortenNames } from '@/lib/format.ts';

export interface HistoryEntry {
  id: string;
  at: string;
  level: StateLevel;
  title: string;
  /** The indices and aliases in the title. */
  named?: readonly NamedObject[] | undefined;
  detail: string | null;
  /** Its job; null: the title is no link. */
  job: string | null;
}

/** Of what no known job did. `why`: why the job is unknown; undefined: there is none. */
export const withoutJob = (why: string | undefined): string =>
  why === undefined ? 'not by Restore Desk' : `by whom is not known: ${why}`;

/** Jobs, changes by others, losses and the creation as one list, the newest first. A change by a listed job is not said twice. Pure. */
export function historyOf({ changes, jobs, losses, standing }: IndexPage): HistoryEntry[] {
  const listed = new Set((jobs ?? []).map(({ row }) => row.id));
  const entries: HistoryEntry[] = [
    ...(jobs ?? []).map(({ row, earlier }): HistoryEntry => {
      const { level, word } = statusLabel(row);
      const about = earlier ? 'an earlier index of this name' : null;
      return {
        id: `job ${row.id}`,
        at: row.endedAt ?? row.createdAt,
        level,
        title: shortenNames(row.title),
        detail: [word.toLowerCase(), about, `by ${row.actor.name}`].filter((each) => each !== null).join(', '),
        job: row.id,
      };
    }),
    ...changes
      .filter(({ job }) => job === null || !listed.has(job))
      .map((change): HistoryEntry => ({
        id: change.id,
        at: change.at,
        level: change.level,
        title: change.sentence,
        named: change.named,
        detail:
          change.job === null
            ? withoutJob(jobs === null ? 'the jobs can’t be read' : undefined)
            : `by job ${change.job}`,
        job: null,
      })),
    ...losses.map((loss): HistoryEntry => ({
      id: `loss ${loss.at}`,
      at: loss.at,
      level: 'bad',
      title: `Lost ${plural(loss.from - loss.to, 'document')}`,
      detail: `${formatCount(loss.to)} of ${formatCount(loss.from)} were left`,
      job: null,
    })),
  ];
  if (standing.state === 'exists' && standing.index.createdAt !== null && !listed.has(standing.createdBy ?? ''))
    entries.push({
      id: 'created',
      at: standing.index.createdAt,
      level: 'idle',
      title: 'Created',
      detail: standing.createdBy === null ? withoutJob(standing.creatorUnknown) : `by job ${standing.createdBy}`,
      job: standing.createdBy,
    });
  return entries.sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
