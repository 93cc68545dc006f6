import { savedNames as names, type SavedNames } from '../kinds/backup/review.ts';
import { saveInput, readSavedInput } from './saved-input.ts';

/** Saves names that are too many for an address; returns the key. Throws AppError disk. */
export const saveNames = (cluster: string, { aliases, indices }: SavedNames): string =>
  saveInput(cluster, { aliases, indices });

export const readSavedNames = (cluster: string, key: string): SavedNames | null =>
  names.safeParse(readSavedInput(cluster, key)).data ?? null;
