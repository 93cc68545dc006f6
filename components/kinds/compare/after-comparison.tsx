import { plural } from '@/lib/format.ts';
import type { CompareResult } from '@/lib/kinds/compare/schema.ts';
import { isLiveSide } from '@/lib/present/comparison-words.ts';
import { useBlocked, useCluster } from '../../cluster-context.tsx';
import { paths } from '../../paths.ts';
import { LinkButton } from '../../ui/button.tsx';
import { Panel } from '../../ui/panel.tsx';
import type { NextStepsProps } from '../kind-view.ts';

/** What can be done about the differences of a backup and an index. */
export function AfterComparison({ detail }: Pick<NextStepsProps, 'detail'>) {
  // Both work on one cluster.
  if (detail.compared?.right.kind === 'index' && detail.compared.right.cluster !== undefined) return null;
  return (
    <>
      <CarryForward detail={detail} />
      <AddMissing detail={detail} />
    </>
  );
}

/** From an index that was live into the one that was restored from the backup. */
function CarryForward({ detail: { compared, result, row } }: Pick<NextStepsProps, 'detail'>) {
  const { key } = useCluster();
  const blocked = useBlocked('carry-forward');
  if (compared === null || result === null) return null;
  const { left, right } = compared;
  const { changed, onlyLeft, onlyRight } = (result as CompareResult).counts;
  if (left.kind !== 'backup' || right.kind !== 'index' || changed + onlyLeft + onlyRight === 0) return null;
  return (
    <Panel title="Carry forward">
      <p className="text-small text-muted">
        {compared.sameIndex === true
          ? 'What was written to this index after the backup can be carried into the index that was restored from it.'
          : 'What this index has and the backup does not, or has otherwise, can be carried into the index that was restored from the backup.'}{' '}
        {compared.sameIndex === false && 'The backup was taken of another index: it may be newer than this one. '}
        You choose what, and see the plan first.
      </p>
      <LinkButton
        className="mt-3 w-full"
        blocked={blocked}
        href={paths.carryForward(key, { comparison: row.id, to: isLiveSide(right) ? undefined : left.group })}
      >
        Carry changes forward
      </LinkButton>
    </Panel>
  );
}

/** What the live index lacks of the backup. */
function AddMissing({ detail: { compared, result } }: Pick<NextStepsProps, 'detail'>) {
  const { key } = useCluster();
  const blocked = useBlocked('restore');
  if (compared === null || result === null) return null;
  const { left, right } = compared;
  const { onlyLeft } = (result as CompareResult).counts;
  if (left.kind !== 'backup' || left.id === null || right.kind !== 'index' || !isLiveSide(right) || onlyLeft === 0)
    return null;
  const what = onlyLeft === 1 ? 'the missing document' : `the ${plural(onlyLeft, 'missing document')}`;
  return (
    <Panel title="Next">
      <p className="text-small text-muted">
        {onlyLeft === 1
          ? 'A document of the backup is missing from the live index. It can be added'
          : `${plural(onlyLeft, 'document')} of the backup are missing from the live index. They can be added`}
        : documents that the index has are not overwritten.
      </p>
      <LinkButton
        className="mt-3 w-full"
        blocked={blocked}
        href={paths.restore(key, left.id, { into: right.index, onConflict: 'create' })}
      >
        Add {what} to the live index
      </LinkButton>
    </Panel>
  );
}
