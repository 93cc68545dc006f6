import type { Query } from '../elasticsearch/read/match-documents.ts';
import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { isJsonObject } from '../target/deep-merge.ts';

export interface Since {
  field: string;
  /** ISO 8601. */
  time: string;
}

/** The query of the documents to carry, as JSON text; null: all. Throws `invalid_input`. */
export function carryQuery(query: object | null, since: Since | null): string | null {
  if (since !== null && Number.isNaN(Date.parse(since.time)))
    throw new AppError('invalid_input', `“${since.time}” is not a time.`, {
      hint: 'Write it like 2026-01-08T03:00:00Z.',
      details: { fields: { since: 'Write it like 2026-01-08T03:00:00Z.' } },
    });
  const range =
    since === null
      ? null
      : { range: { [since.field]: { gte: new Date(since.time).toISOString(), format: 'strict_date_optional_time' } } };
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
