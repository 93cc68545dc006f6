import { parseAsStringLiteral } from 'nuqs/server';
import { notAny, parseAsPage, parseAsText } from '@/components/address-parsers.ts';
import type { BackupsFilter } from '@/lib/contract/backups-page.ts';

export const STATES: [BackupsFilter['state'], string][] = [
  ['any', 'Any state'],
  ['good', 'Good'],
  ['problems', 'Problems'],
  ['verified', 'Verified'],
  ['not-verified', 'Not verified'],
  ['incomplete', 'Incomplete'],
  ['unfinished', 'Unfinished'],
  ['broken', 'Broken or damaged'],
  ['es_dump', 'From es_dump'],
];

/** Which backups are looked for, and in which order: newest first where neither `sort` nor `order` is there. */
export const backupsAddress = {
  group: parseAsText(255),
  kind: parseAsStringLiteral((['any', 'zip', 'snapshot'] as BackupsFilter['kind'][]).filter(notAny)),
  index: parseAsText(255),
  text: parseAsText(255),
  state: parseAsStringLiteral(STATES.map(([state]) => state).filter(notAny)),
  sort: parseAsStringLiteral(['date', 'documents', 'size', 'state'] as const),
  order: parseAsStringLiteral(['down', 'up'] as const),
  page: parseAsPage(2),
};
