import type { Blocked, ClusterWords } from '@/components/blocked.ts';
import { paths } from '@/components/paths.ts';
import { LinkButton, Notice } from '@/components/ui/index.ts';
import type { BackupsPage } from '@/lib/contract/api.ts';
import { formatAge, formatCount, formatList } from '@/lib/format.ts';

/** Aliases whose last good backup is too old, or that have none; which aliases there are may not be known. */
export function Overdue({ cluster, page, blocked }: { cluster: ClusterWords; page: BackupsPage; blocked: Blocked }) {
  const { late, never } = page.overdue;
  if (never.length + late.length === 0) return null;
  const names = [...late, ...never];
  return (
    <Notice
      tone="warn"
      title={
        names.length === 1 ? `The backup of ${names[0]} is overdue` : `${formatCount(names.length)} backups are overdue`
      }
      actions={
        <LinkButton
          href={paths.backUp(cluster.key, names.length === 1 ? { alias: names[0] } : { overdue: 'yes' })}
          blocked={blocked['back-up']}
        >
          Back up {names.length === 1 ? names[0] : `these ${formatCount(names.length)}`} now
        </LinkButton>
      }
    >
      <p>
        {late.length > 0 && `No good backup in the last ${formatAge(page.overdueAfterMs)}: ${formatList(late, 6)}. `}
        {never.length > 0 && `Never backed up: ${formatList(never, 6)}.`}
        {page.aliases === null &&
          ' The cluster has not answered yet, so an alias that was never backed up can’t be named here.'}
      </p>
    </Notice>
  );
}
