'use client';
import type { OverviewAlias } from '@/lib/contract/overview.ts';
import { formatUtcMinute, plural } from '@/lib/format.ts';
import { RestoreLink } from '@/components/kinds/restore/restore-link.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { Notice } from '@/components/ui/notice.tsx';

export const isUnsearchable = ({ unsearchable: { red, closed } }: OverviewAlias): boolean => red + closed > 0;

/** An alias with a red or closed index: its documents can't be counted, so no loss can be named. */
export function Unsearchable({ row }: { row: OverviewAlias }) {
  const { alias, backup, targets, moreTargets = 0, unsearchable } = row;
  const only = targets.length + moreTargets === 1 ? targets[0] : undefined;
  return (
    <Notice
      tone="bad"
      title={titleOf(row)}
      actions={
        <>
          {only && unsearchable.closed > 0 && (
            <SwitchLink look="primary" index={only.index} alias={alias}>
              Open the index
            </SwitchLink>
          )}
          <RestoreLink look={unsearchable.closed > 0 ? 'plain' : 'primary'} backup={backup?.id} alias={alias}>
            {backup ? `Restore the backup of ${formatUtcMinute(backup.takenAt)}` : `Choose a backup of ${alias}`}
          </RestoreLink>
          <SwitchLink alias={alias}>Choose another index</SwitchLink>
        </>
      }
    >
      <p className="text-muted">
        {unsearchable.red > 0
          ? `Searches for ${alias} fail or miss documents until all shards are assigned. Health, below, says why they are not.`
          : `Searches for ${alias} fail, or find nothing in what is closed.`}
      </p>
    </Notice>
  );
}

function titleOf({ alias, targets, moreTargets = 0, unsearchable: { red, closed } }: OverviewAlias): string {
  const all = targets.length + moreTargets;
  const state = red > 0 && closed > 0 ? 'red or closed' : red > 0 ? 'red' : 'closed';
  return all === 1
    ? `The index that ${alias} points to is ${state}`
    : `${String(red + closed)} of ${plural(all, 'index', 'indices')} that ${alias} points to ${red + closed === 1 ? 'is' : 'are'} ${state}`;
}
