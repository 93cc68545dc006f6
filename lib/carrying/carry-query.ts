import type { Query } from '../elasticsearch/read/match-documents.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { isJsonObject } from '../target/deep-merge.ts';

export interface Since {
  field: string;
  /** ISO 8601; without a zone: UTC. */
  time: string;
}

const ISO_TIME = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?<zone>Z|[+-]\d{2}:\d{2})?)?$/;

/** The same with its time in UTC, with its zone. Throws `invalid_input`. */
export function sinceInUtc({ field, time }: Since): Since {
  const match = ISO_TIME.exec(time);
  // A date alone is UTC already.
  const ms = match === null ? NaN : Date.parse(time.includes('T') && !match.groups?.['zone'] ? `${time}Z` : time);
  if (!Number.isNaN(ms)) return { field, time: new Date(ms).toISOString() };
  throw new AppError('invalid_input', `“${time}” is not a time.`, {
    hint: 'Write it like 2026-01-08T03:00:00Z.',
    details: { fields: { since: 'Write it like 2026-01-08T03:00:00Z.' } },
  });
}

/** The query of the documents to carry, as JSON text; null: all. Throws `invalid_input`. */
export function carryQuery(query: object | null, since: Since | null): string | null {
  const range =
    since === null
      ? null
      : { range: { [since.field]: { gte: sinceInUtc(since).time, format: 'strict_date_optional_time' } } };
  if (query === null) return range === null ? null : JSON.stringify(range);
  return JSON.stringify(range === null ? query : { bool: { filter: [query, range] } });
}

/** Throws `invalid_input`. */
export function parseQuery(text: string): Query {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (cause) {
    throw notAQuery(`The query is not JSON: ${(cause as Error).message}.`, cause);
  }
  if (!isJsonObject(value)) throw notAQuery('The query is not a JSON object.');
  return value;
}

const notAQuery = (message: string, cause?: unknown) =>
  new AppError('invalid_input', message, {
    cause,
    hint: 'Write it like {"term": {"status": "published"}}.',
    details: { fields: { query: message } },
  });
