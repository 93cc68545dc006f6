import type { BackupsFilter } from '@/lib/contract/backups-page.ts';

export const STATES: [BackupsFilter['state'], string][] = [
  ['any', 'Any state'],
  ['good', 'Can be restored'],
  ['verified', 'Verified'],
  ['not-verified', 'Not verified'],
  ['unfinished', 'Unfinished'],
  ['broken', 'Broken'],
  ['es_dump', 'From es_dump'],
];

/** What is looked for, as the address has it. */
export function filterOf(search: URLSearchParams): Partial<BackupsFilter> {
  const page = Number(search.get('page') ?? '1');
  return clean({
    group: search.get('group')?.slice(0, 255),
    text: search.get('text')?.slice(0, 255),
    state: STATES.find(([state]) => state === search.get('state'))?.[0],
    page: Number.isSafeInteger(page) && page > 1 && page <= 100_000 ? page : undefined,
  });
}

/** Without what is not looked for: the address stays short. */
export const clean = <T extends object>(filter: T): T =>
  Object.fromEntries(
    Object.entries(filter).filter(([, value]) => value !== undefined && value !== '' && value !== 'any'),
  ) as T;
