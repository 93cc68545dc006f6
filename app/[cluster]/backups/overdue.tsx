import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { BackupsPage } from '@/lib/contract/backups-page.ts';
import { capitalised, formatAge, formatCount, formatList, plural } from '@/lib/format.ts';
import { expectedRunWords } from '@/lib/present/schedule-warning-words.ts';

/** Aliases whose last good backup is too old, or that have none; which aliases there are may not be known. */
export function Overdue({ page }: { page: BackupsPage }) {
  const cluster = useCluster();
  const blocked = useBlocked('back-up');
  const { late, never } = page.overdue;
  const counts = page.overdueCount;
  const foreign = page.groups
    .filter(({ group, backups, otherCluster }) => otherCluster === backups && never.includes(group))
    .map(({ group }) => group);
  const count = counts.late + counts.never;
  if (count === 0) return null;
  const only = count === 1 ? [...late, ...never][0] : undefined;
  return (
    <Notice
      tone="warn"
      title={only === undefined ? `${formatCount(count)} backups are overdue` : `The backup of ${only} is overdue`}
      actions={
        <LinkButton
          href={paths.backUp(cluster.key, only === undefined ? { overdue: 'yes' } : { alias: only })}
          blocked={blocked}
        >
          Back up {only ?? `these ${formatCount(count)}`} now
        </LinkButton>
      }
    >
      <p>
        {page.lateBy.slice(0, RUNS_SHOWN).map(({ aliases, count: all, run }) => (
          <span key={run === null ? '' : `${run.at} ${run.state} ${run.schedule}`}>
            {run === null
              ? `No good backup in the last ${formatAge(page.overdueAfterMs)}`
              : capitalised(expectedRunWords(run, Date.parse(page.takenAt)))}
            : {listed(aliases, all)}.{' '}
          </span>
        ))}
        {page.lateBy.length > RUNS_SHOWN && `And aliases of ${plural(page.lateBy.length - RUNS_SHOWN, 'more run')}. `}
        {never.length > 0 && `Never backed up: ${listed(never, counts.never)}.`}
        {foreign.length > 0 && ` All backups of ${formatList(foreign, 6)} are of another cluster.`}
        {!page.aliasesKnown && ' The cluster has not answered yet, so aliases without any backup are not listed here.'}
        {page.snapshots.problem !== null && ' Snapshots are not counted: the cluster does not list its repositories.'}
      </p>
    </Notice>
  );
}

const RUNS_SHOWN = 4;

/** `count`: of all, of which `names` are the first. */
const listed = (names: readonly string[], count: number): string =>
  count <= names.length ? formatList(names, 6) : `${names.slice(0, 6).join(', ')} and ${formatCount(count - 6)} more`;
