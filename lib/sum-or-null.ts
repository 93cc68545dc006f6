/** Adds up what may be unknown: one unknown part makes the sum unknown. */
export const sumOrNull = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce<number | null>((sum, number) => (sum === null || number === null ? null : sum + number), 0);
