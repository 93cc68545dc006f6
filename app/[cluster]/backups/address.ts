import { parseAsStringLiteral } from 'nuqs/server';
import { notAny, parseAsPage, parseAsText } from '@/components/address-parsers.ts';
import type { BackupsFilter } from '@/lib/contract/backups-page.ts';

export const STATES: [BackupsFilter['state'], string][] = [
  ['any', 'Any state'],
  ['good', 'Good'],
  ['verified', 'Verified'],
  ['not-verified', 'Not verified'],
  ['incomplete', 'Incomplete'],
  ['unfinished', 'Unfinished'],
  ['broken', 'Broken or damaged'],
  ['es_dump', 'From es_dump'],
];

/** Which backups are looked for. */
export const backupsAddress = {
  group: parseAsText(255),
  text: parseAsText(255),
  state: parseAsStringLiteral(STATES.map(([state]) => state).filter(notAny)),
  page: parseAsPage(2),
};
