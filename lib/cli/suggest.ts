import { editDistance } from '../edit-distance.ts';

/** The known word nearest to a mistyped one; null: none is near. */
export function suggest(input: string, known: readonly string[]): string | null {
  const nearest = known
    .map((word) => ({ word, distance: word.startsWith(input) && input.length >= 2 ? 1 : editDistance(input, word) }))
    .sort((a, b) => a.distance - b.distance)[0];
  return nearest && nearest.distance <= Math.max(1, Math.floor(input.length / 3)) ? nearest.word : null;
}
