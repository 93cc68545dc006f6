import { editDistance } from '../edit-distance.ts';

/** The known word that a mistyped one most likely means; null where none is near. */
export function suggest(typed: string, known: readonly string[]): string | null {
  const near = known
    .map((word) => ({ word, distance: word.startsWith(typed) && typed.length >= 2 ? 1 : editDistance(typed, word) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return near && near.distance <= Math.max(1, Math.floor(typed.length / 3)) ? near.word : null;
}
