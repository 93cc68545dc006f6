import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Icon } from '@/components/ui/icon.tsx';
import { directionWords } from '@/lib/contract/direction.ts';
import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';

interface Props {
  moved: NonNullable<JobDetail['moved']>;
  aliasStatus: AliasStatus;
  waiting: boolean;
  onMove: () => void;
}

/** Undoes the switch with one click; where that is impossible, says why and what to do instead. */
export function UndoButton({ moved, aliasStatus, waiting, onMove }: Props) {
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
          : 'The restored index has been deleted: it can’t be switched to'}
      </span>
    );
  }
  if (cluster.protected && !atRestored) return switchLink(`Review the switch to ${index}`);
  return (
    <Button pending={waiting && 'Switching…'} blocked={blocked} onClick={onMove}>
      <Icon name="undo" />
      {atRestored ? 'Undo: switch back' : `Switch to ${index} again`}
    </Button>
  );
}
