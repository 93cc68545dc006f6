import type { AliasStatus, JobDetail } from '@/lib/contract/job-page.ts';
import { formatList, shortIndexName } from '@/lib/format.ts';
import type { Blocked, ClusterWords } from '../../blocked.ts';
import { Button } from '../../ui/index.ts';
import { SwitchLink } from '../switch/switch-link.tsx';

/** One click where it is one; else why it is none, and what to do instead. */
export function WayBack({
  cluster,
  moved,
  standing,
  waiting,
  blocked,
  onMove,
}: {
  cluster: ClusterWords;
  moved: NonNullable<JobDetail['moved']>;
  standing: AliasStatus;
  waiting: boolean;
  blocked: Blocked;
  onMove: () => void;
}) {
  const { atRestored } = moved;
  const presence = atRestored ? standing.beforeNow : standing.indexNow;
  const names = atRestored ? standing.before : [standing.index];
  const target = <code>{formatList(names.map((name) => shortIndexName(name)))}</code>;
  const look = (words: string) => (
    <SwitchLink index={standing.index} alias={moved.alias}>
      {words}
    </SwitchLink>
  );
  if (standing.where === 'elsewhere') return look('Look at the alias');
  if (presence === 'gone') {
    return (
      <span className="min-w-0 text-muted">
        {atRestored
          ? 'The index before has been deleted, so there is no switching back: '
          : 'The restored index has been deleted: '}
        {target}
      </span>
    );
  }
  return (
    <>
      {cluster.protected && !atRestored ? (
        look('Plan the switch forward again')
      ) : (
        <Button pending={waiting && 'Switching…'} blocked={blocked.switch} onClick={onMove}>
          {atRestored ? 'Undo: switch back' : 'Switch forward again'}
        </Button>
      )}
      <span className="min-w-0 text-muted">
        {atRestored ? 'The index before' : 'The restored index'}
        {presence === 'unknown' ? ': ' : ` is still there, ${presence}: `}
        {target}
      </span>
    </>
  );
}
