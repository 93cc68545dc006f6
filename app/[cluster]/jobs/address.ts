import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { notAny, parseAsText } from '@/components/address-parsers.ts';
import type { JobsFilter } from '@/lib/contract/jobs-page.ts';

export const STATUSES: [JobsFilter['status'], string][] = [
  ['any', 'Any state'],
  ['active', 'Running or queued'],
  ['succeeded', 'Done'],
  ['failed', 'Failed'],
  ['interrupted', 'Interrupted'],
  ['cancelled', 'Cancelled'],
];

/** Which jobs are looked for. */
export const jobsAddress = {
  text: parseAsText(255),
  kind: createParser({ parse: (text) => notAny(text.slice(0, 100)) || null, serialize: String }),
  status: parseAsStringLiteral(STATUSES.map(([status]) => status).filter(notAny)),
  before: createParser({ parse: (text) => (/^[1-9]\d{0,14}$/.test(text) ? text : null), serialize: String }),
};
