import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { parseAsText } from '@/components/address-parsers.ts';
import type { AuditLogFilterQuery } from '@/lib/contract/audit-log.ts';

/** The views of the log, in the order of their tabs. */
export const OUTCOMES = [
  ['any', 'All'],
  ['done', 'Done'],
  ['refused', 'Refused'],
  ['failed', 'Failed'],
  ['cancelled', 'Cancelled'],
  ['attempted', 'No outcome'],
] as const satisfies readonly [AuditLogFilterQuery['outcome'], string][];

/** Which lines are displayed. */
export const auditLogAddress = {
  outcome: parseAsStringLiteral(['done', 'refused', 'failed', 'cancelled', 'attempted'] as const),
  text: parseAsText(255),
  before: createParser({ parse: (text) => (/^[1-9]\d{0,14}$/.test(text) ? text : null), serialize: String }),
};
