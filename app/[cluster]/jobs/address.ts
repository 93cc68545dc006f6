import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { notAny, parseAsPage, parseAsText } from '@/components/address-parsers.ts';
import type { JobsFilter } from '@/lib/contract/jobs-page.ts';

/** The views of the list, in the order of their tabs. */
export const VIEWS = [
  ['all', 'All'],
  ['restores', 'Restores'],
  ['backups', 'Backups'],
  ['switches', 'Switches'],
  ['failed', 'Failed'],
] as const satisfies readonly [JobsFilter['show'], string][];

/** Of addresses and bookmarks: no tab has them. */
export const STATUSES: ReadonlyMap<string, string> = new Map([
  ['active', 'running or queued'],
  ['queued', 'queued'],
  ['running', 'running'],
  ['succeeded', 'done'],
  ['failed', 'failed'],
  ['interrupted', 'interrupted'],
  ['cancelled', 'cancelled'],
] satisfies [JobsFilter['status'], string][]);

/** Which jobs are displayed, and in which order. What is by default is left out. */
export const jobsAddress = {
  show: parseAsStringLiteral(['restores', 'backups', 'switches', 'failed'] as const),
  text: parseAsText(255),
  kind: createParser({ parse: (text) => notAny(text.slice(0, 100)) || null, serialize: String }),
  status: parseAsStringLiteral([...STATUSES.keys()] as Exclude<JobsFilter['status'], 'any'>[]),
  sort: parseAsStringLiteral(['duration', 'state'] as const),
  order: parseAsStringLiteral(['asc', 'desc'] as const),
  before: createParser({ parse: (text) => (/^[1-9]\d{0,14}$/.test(text) ? text : null), serialize: String }),
  page: parseAsPage(2),
};
