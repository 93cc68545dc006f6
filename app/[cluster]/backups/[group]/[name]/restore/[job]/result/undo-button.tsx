import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';
import { directionWords } from '@/lib/contract/direction.ts';
import { formatList, shortIndexName } from '@/lib/format.ts';
import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { Button } from '@/components/ui/button.tsx';
import { SwitchLink } from '@/components/kinds/switch/switch-link.tsx';

/** Undoes the move with one click; where that is impossible, says why and what to do instead. */
export function UndoButton({
  moved,
  aliasStatus,
  waiting,
  onMove,
}: {
  moved: NonNullable<JobDetail['moved']>;
  aliasStatus: AliasStatus;
  waiting: boolean;
  onMove: () => void;
}) {
  const cluster = useCluster();
  const blocked = useBlocked('switch');
  const { atRestored } = moved;
  const index = directionWords(moved.direction, moved.last.from.length);
  const presence = atRestored ? aliasStatus.beforeNow : aliasStatus.indexNow;
  const names = atRestored ? aliasStatus.before : [aliasStatus.index];
  const target = <code>{formatList(names.map((name) => shortIndexName(name)))}</code>;
  const switchLink = (label: string) => (
    <SwitchLink index={aliasStatus.index} alias={moved.alias}>
      {label}
    </SwitchLink>
  );
  if (aliasStatus.where === 'elsewhere') return switchLink('Look at the alias');
  if (presence === 'gone') {
    return (
      <span className="min-w-0 text-muted">
        {atRestored
          ? 'The previous index has been deleted, so you can’t switch back: '
          : 'The restored index has been deleted: '}
        {target}
      </span>
    );
  }
  return (
    <>
      {cluster.protected && !atRestored ? (
        switchLink(`Plan the switch forward again to ${index}`)
      ) : (
        <Button pending={waiting && 'Switching…'} blocked={blocked} onClick={onMove}>
          {atRestored ? 'Undo: switch back' : 'Switch forward again'} to {index}
        </Button>
      )}
      <span className="min-w-0 text-muted">
        {atRestored ? 'The previous index' : 'The restored index'}
        {presence === 'unknown' ? ': ' : ` still exists, ${presence}: `}
        {target}
      </span>
    </>
  );
}
