import type { CarryCounts } from '../contract/carried.ts';
import type { ExpectedCounts } from '../contract/carry-schema.ts';
import { isExact } from '../kinds/carry-forward/describe-common.ts';
import type { CarryForwardResult } from '../kinds/carry-forward/schema.ts';
import type { UndoCarryForwardResult } from '../kinds/undo-carry-forward/schema.ts';

/** The fields of `--json` that both directions have. */
export const carriedFields = ({
  counts,
  undoFile,
  conflictsFile,
  index,
  seconds,
  warnings,
}: CarryForwardResult | UndoCarryForwardResult) => ({
  ...countFields(counts),
  undoFile,
  conflictsFile,
  index,
  seconds,
  warnings,
});

/** Before anything was written: what would be. Not `exact`: the counts are those of the documents that were looked up. */
export const plannedFields = (expected: ExpectedCounts) => ({
  ...countFields({ ...expected, rejected: 0 }),
  lookedUp: expected.lookedUp,
  total: expected.total,
  exact: isExact(expected),
  undoFile: null,
  conflictsFile: null,
});

const countFields = ({ added, changed, deleted, conflicts, rejected, already, leftOut }: CarryCounts) => ({
  added,
  changed,
  deleted,
  conflicts,
  rejected,
  already,
  leftOut,
});
