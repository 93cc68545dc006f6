import { keptNames as names, type KeptNames } from '../kinds/backup/review.ts';
import { keepTyped, keptTyped } from './kept-typed.ts';

/** Names too many for an address: it carries the key. Throws AppError disk. */
export const keepNames = (cluster: string, { aliases, indices }: KeptNames): string =>
  keepTyped(cluster, { aliases, indices });

export const keptNames = (cluster: string, key: string): KeptNames | null =>
  names.safeParse(keptTyped(cluster, key)).data ?? null;
