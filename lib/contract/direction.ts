import { dateOfIndex } from './index-group.ts';

/** Of a move that undoes another one: to the index of an earlier date, or to that of a later date. */
export type Direction = 'previous' | 'newer';

const newestDate = (names: readonly string[]): string | null => {
  const dates = names.map((name) => dateOfIndex({ name, createdAt: null }));
  return dates.reduce<string | null>((newest, date) => (date !== null && date > (newest ?? '') ? date : newest), null);
};

/**
 * By the dates in the names of the indices; where they do not tell, an undo goes to the previous index, and the undo of an
 * undo to the newer one.
 */
export function directionOf(from: readonly string[], to: readonly string[], undoesUndo: boolean): Direction {
  const [left, next] = [newestDate(from), newestDate(to)];
  if (left !== null && next !== null && left !== next) return next < left ? 'previous' : 'newer';
  return undoesUndo ? 'newer' : 'previous';
}

/** "the previous index", "the newer indices" */
export const directionWords = (direction: Direction, indices: number): string =>
  `the ${direction} ${indices === 1 ? 'index' : 'indices'}`;
