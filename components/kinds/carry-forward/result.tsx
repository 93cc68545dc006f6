import type { CarryForwardResult } from '@/lib/kinds/carry-forward/schema.ts';
import type { ResultProps } from '../kind-view.ts';
import { CarriedCounts } from './carried-counts.tsx';
import { ConflictList } from './conflict-list.tsx';

const NAMES = { added: 'Added', changed: 'Changed', deleted: 'Deleted' };

/** What was carried forward, and each document that was not. */
export function Carried({ result, detail }: ResultProps<CarryForwardResult>) {
  return (
    <>
      <CarriedCounts title="Documents" counts={result.counts} names={NAMES} />
      <ConflictList job={detail.row.id} counts={result.counts} />
    </>
  );
}
