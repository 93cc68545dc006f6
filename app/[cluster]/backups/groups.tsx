import { classes } from '@/components/ui/classes.ts';
import { State } from '@/components/ui/state.tsx';
import { Time } from '@/components/ui/time.tsx';
import type { BackupGroup, BackupsPage } from '@/lib/contract/backups-page.ts';
import { formatCount } from '@/lib/format.ts';

/**
 * The aliases that have backups, each with the age of its last good one; one of them can be chosen. Where there is no room
 * beside the list, a field of the filters is in its place.
 */
export function Groups({
  page,
  chosen,
  onChoose,
}: {
  page: BackupsPage;
  chosen: string | undefined;
  onChoose: (group: string | undefined) => void;
}) {
  return (
    <nav
      aria-label="Aliases with backups"
      className="max-h-[70dvh] overflow-y-auto rounded-lg border bg-surface p-2 max-mid:hidden"
    >
      <ul>
        <li>
          <GroupButton
            current={chosen === undefined}
            onClick={() => onChoose(undefined)}
            name="All backups"
            note={formatCount(page.totals.backups)}
          />
        </li>
        {page.groups.map((group) => (
          <li key={group.group}>
            <GroupButton
              current={chosen === group.group}
              onClick={() => onChoose(group.group)}
              name={group.group}
              note={formatCount(group.backups)}
              group={group}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

function GroupButton({
  current,
  onClick,
  name,
  note,
  group,
}: {
  current: boolean;
  onClick: () => void;
  name: string;
  note: string;
  group?: BackupGroup;
}) {
  return (
    <button
      type="button"
      aria-current={current || undefined}
      onClick={onClick}
      className={classes(
        'flex min-h-9 w-full items-baseline justify-between gap-2 rounded-md px-2.5 py-1.5 text-left',
        'hover:bg-raised aria-[current]:bg-raised aria-[current]:font-semibold',
      )}
    >
      <span className="min-w-0 [overflow-wrap:anywhere]">
        {name}
        {group && (
          <span className="block text-small font-normal text-muted">
            {group.lastGood === null ? (
              group.overdue === null ? (
                <State level="unknown" className="font-normal">
                  unknown
                </State>
              ) : (
                <State level="warn" className="font-normal">
                  {group.otherCluster === group.backups
                    ? 'of another cluster'
                    : group.otherCluster > 0
                      ? 'none of this cluster known to be good'
                      : 'none known to be good'}
                </State>
              )
            ) : (
              <LastGood group={group} at={group.lastGood.takenAt} />
            )}
          </span>
        )}
      </span>
      <span className="text-small font-normal text-muted">{note}</span>
    </button>
  );
}

function LastGood({ group, at }: { group: BackupGroup; at: string }) {
  return group.overdue ? (
    <State level="warn" className="font-normal">
      <Time at={at} show="relative" />: overdue
    </State>
  ) : (
    <Time at={at} show="relative" />
  );
}
