import { useBlocked, useCluster } from '@/components/cluster-context.tsx';
import { paths } from '@/components/paths.ts';
import { LinkButton } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import type { RestorePlan } from '@/lib/kinds/restore/schema.ts';
import { isLive, targetUseOf } from '@/lib/kinds/restore/target-use.ts';

/** Before a restore writes into an index that has documents or is live: there is no undo, only a backup made before. */
export function Irreversible({ plan }: { plan: RestorePlan }) {
  const cluster = useCluster();
  const blocked = useBlocked('back-up');
  const { index, documents } = plan.target;
  const live = isLive(targetUseOf(plan));
  if (!live && documents === 0) return null;
  return (
    <Notice
      tone="warn"
      title="This can’t be undone"
      actions={
        <LinkButton href={paths.backUp(cluster.key, { index })} blocked={blocked}>
          Back up this index first
        </LinkButton>
      }
    >
      <p>
        {plan.onConflict === 'create'
          ? 'Added documents can’t be removed again.'
          : 'Added documents can’t be removed again, and overwritten documents are lost.'}{' '}
        {live && 'Searches see every document as it is written. '}Only a backup of the index can restore its present
        state.
      </p>
    </Notice>
  );
}
