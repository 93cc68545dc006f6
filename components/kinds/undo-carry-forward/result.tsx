import type { UndoCarryForwardResult } from '@/lib/kinds/undo-carry-forward/schema.ts';
import { CarriedCounts } from '../carry-forward/carried-counts.tsx';
import { ConflictList } from '../carry-forward/conflict-list.tsx';
import type { ResultProps } from '../kind-view.ts';

const NAMES = { added: 'Deleted again', changed: 'Put back', deleted: 'Created again' };

export function Undone({ result, detail }: ResultProps<UndoCarryForwardResult>) {
  return (
    <>
      <CarriedCounts title="Documents put back" counts={result.counts} names={NAMES} />
      <ConflictList job={detail.row.id} counts={result.counts} />
    </>
  );
}
