import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { directionWords } from '@/lib/contract/direction.ts';
import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';
import type { Undoing } from './use-undo.ts';

type Moved = NonNullable<JobDetail['moved']>;

/** Whether one click switches the alias back. */
export const canUndo = ({ atRestored }: Moved, { where, beforeNow }: AliasStatus): boolean =>
  atRestored && where !== 'elsewhere' && beforeNow !== 'gone';

interface Props {
  moved: Moved;
  aliasStatus: AliasStatus;
  undoing: Undoing;
  /** Where there is little room. */
  short?: boolean;
}

/** Undoes the switch with one click; where that is impossible, says why and what to do instead. */
export function UndoButton({ moved, aliasStatus, undoing, short = false }: Props) {
  const cluster = useCluster();
  const blocked = useBlocked('switch');
  const { atRestored } = moved;
  const index = directionWords(moved.direction, moved.last.from.length);
  const presence = atRestored ? aliasStatus.beforeNow : aliasStatus.indexNow;
  const switchLink = (label: string) => (
    <SwitchLink index={aliasStatus.index} alias={moved.alias}>
      {label}
    </SwitchLink>
  );
  if (aliasStatus.where === 'elsewhere') return switchLink('Open the alias');
  if (presence === 'gone') {
    return (
      <span className="text-small text-muted">
        {atRestored
          ? 'The previous index has been deleted: no undo'
          : 'The restored index has been deleted: the alias can’t be switched to it'}
      </span>
    );
  }
  if (cluster.protected && !atRestored) return switchLink(`Review the switch to ${index}`);
  return (
    <Button pending={undoing.waiting && 'Switching…'} blocked={blocked} onClick={() => undoing.start(moved.last.job)}>
      <Icon name="undo" />
      {atRestored ? (short ? 'Undo' : 'Undo: switch back') : `Switch to ${index} again`}
    </Button>
  );
}
