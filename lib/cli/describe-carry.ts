import type { CarryCounts } from '../contract/carried.ts';
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

/** Before anything was written: what would be. */
export const plannedFields = (expected: Omit<CarryCounts, 'rejected'>) => ({
  ...countFields({ ...expected, rejected: 0 }),
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
