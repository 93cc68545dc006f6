import { savedNames as names, type SavedNames } from '../kinds/backup/review.ts';
import { saveInput, savedInput } from './saved-input.ts';

/** Names too many for an address: it carries the key. Throws AppError disk. */
export const saveNames = (cluster: string, { aliases, indices }: SavedNames): string =>
  saveInput(cluster, { aliases, indices });

export const savedNames = (cluster: string, key: string): SavedNames | null =>
  names.safeParse(savedInput(cluster, key)).data ?? null;
