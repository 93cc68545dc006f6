import { parseAsStringLiteral } from 'nuqs/server';
import { parseAsText } from '@/components/address-parsers.ts';
import { BACKUP_WAYS } from '@/lib/present/recommended-backup.ts';

/** Names are separated by commas. */
const parseAsNames = parseAsText(Infinity);
const parseAsYes = parseAsStringLiteral(['yes']);

/** What is selected for a backup. */
export const selectionAddress = {
  aliases: parseAsNames,
  indices: parseAsNames,
  all: parseAsYes,
  /** The key under which the server keeps a selection that is too long for an address. */
  kept: parseAsText(100),
  /** What other pages link with: one name, or everything that is overdue. Rewritten to the names above. */
  alias: parseAsNames,
  index: parseAsNames,
  overdue: parseAsYes,
};

/** As what. Without `as`, the recommended way. The others are of a snapshot. */
export const wayAddress = {
  as: parseAsStringLiteral(BACKUP_WAYS),
  repository: parseAsText(255),
  name: parseAsText(255),
  why: parseAsText(200),
  digest: parseAsYes,
};
