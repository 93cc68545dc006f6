import { dateOfIndex } from '../../contract/index-group.ts';
import type { IndexSummary } from '../../contract/indices.ts';

/** The date in the index's name, which orders generations; 0 without one, so that such an index counts as the oldest. */
export const generationMs = (index: IndexSummary): number => Date.parse(dateOfIndex(index) ?? '') || 0;

/** The later of the date in the index's name and its creation, so that it never counts as older than either; null: unknown. */
export function latestDateMs(index: IndexSummary): number | null {
  const dates = [dateOfIndex(index), index.createdAt].flatMap((iso) => (iso === null ? [] : [Date.parse(iso)]));
  return dates.length === 0 ? null : Math.max(...dates);
}
