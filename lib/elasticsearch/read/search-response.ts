import { eachMember } from '../../json/members.ts';
import { MORE, skipSpace, skipValue } from '../../json/skip-value.ts';
import { textOf } from '../../json/text.ts';
import { clip } from '../client/response-limits.ts';
import { count, either, flag, listOf, number, object, optional, text, type Shape } from '../client/shape.ts';
import { invalidPage } from './search-metadata.ts';

/** One document of a search, with its bytes as they are stored. */
export interface SearchHit {
  index: string;
  id: string;
  /** null: none. */
  routing: string | null;
  type: string | null;
  score: number | null;
  /** null: the answer has none. */
  source: Buffer | null;
  /** The names of the queries that it matches. */
  matched: string[];
}

export interface SearchResponse {
  tookMs: number;
  /** The time limit ended the search: the rest is only a part. */
  timedOut: boolean;
  /** `why`: of the first that failed. */
  shards: { total: number; failed: number; why: string | null };
  total: { value: number; exact: boolean };
  hits: SearchHit[];
}

const [OBJECT, LIST, LIST_END, COMMA] = [0x7b, 0x5b, 0x5d, 0x2c];
type Span = readonly [start: number, end: number];

const shardsShape = object({
  total: count,
  successful: count,
  failed: count,
  failures: optional(listOf(object({ reason: optional(object({ reason: optional(text) })) }))),
});
/** A number up to Elasticsearch 6, an object from 7. */
const totalShape = either(count, object({ value: count, relation: text }));

/**
 * A search’s answer whose documents stay bytes. What is not complete (a shard, the time limit) is said in it, not thrown.
 * Throws `unreachable` for anything else than a search’s answer, and SyntaxError.
 */
export function readSearchResponse(bytes: Buffer): SearchResponse {
  const top = membersAt(bytes, skipSpace(bytes, 0, bytes.length));
  const list = membersAt(bytes, spanOf(top, 'hits')[0]);
  const shards = valueOf(bytes, top, '_shards', shardsShape);
  const total = valueOf(bytes, list, 'total', totalShape);
  const why = shards.failures?.[0]?.reason?.reason;
  return {
    tookMs: valueOf(bytes, top, 'took', count),
    timedOut: valueOf(bytes, top, 'timed_out', flag),
    // A shard without a copy on any node is in no list of failures.
    shards: {
      total: shards.total,
      failed: Math.max(shards.failed, shards.total - shards.successful),
      why: why === undefined ? null : clip(why, 300),
    },
    total:
      typeof total === 'number'
        ? { value: total, exact: true }
        : { value: total.value, exact: total.relation === 'eq' },
    hits: hitsAt(bytes, spanOf(list, 'hits')[0]),
  };
}

function membersAt(bytes: Buffer, start: number): Map<string, Span> {
  if (bytes[start] !== OBJECT) throw invalidPage();
  const members = new Map<string, Span>();
  const end = eachMember(bytes, start, bytes.length, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    members.set(bytes.toString('latin1', keyStart, keyEnd), [valueStart, valueEnd]);
  });
  if (end === MORE) throw invalidPage();
  return members;
}

function spanOf(members: ReadonlyMap<string, Span>, key: string): Span {
  const span = members.get(key);
  if (span === undefined) throw invalidPage();
  return span;
}

function valueOf<T>(bytes: Buffer, members: ReadonlyMap<string, Span>, key: string, shape: Shape<T>): T {
  const value = JSON.parse(bytes.toString('utf8', ...spanOf(members, key))) as unknown;
  if (!shape(value)) throw invalidPage();
  return value;
}

function hitsAt(bytes: Buffer, start: number): SearchHit[] {
  if (bytes[start] !== LIST) throw invalidPage();
  const hits: SearchHit[] = [];
  for (let at = skipSpace(bytes, start + 1, bytes.length); bytes[at] !== LIST_END;) {
    const end = at < bytes.length ? skipValue(bytes, at, bytes.length) : MORE;
    if (end === MORE) throw invalidPage();
    hits.push(readHit(bytes, at));
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1, bytes.length);
  }
  return hits;
}

function readHit(bytes: Buffer, start: number): SearchHit {
  const members = membersAt(bytes, start);
  const optionalText = (key: string): string | null => {
    const span = members.get(key);
    return span === undefined ? null : textOf(bytes, ...span);
  };
  const source = members.get('_source');
  const score = members.has('_score') ? valueOf(bytes, members, '_score', scoreShape) : null;
  return {
    index: valueOf(bytes, members, '_index', text),
    id: valueOf(bytes, members, '_id', text),
    routing: optionalText('_routing'),
    type: optionalText('_type'),
    score,
    source: source !== undefined && bytes[source[0]] === OBJECT ? bytes.subarray(...source) : null,
    matched: members.has('matched_queries') ? valueOf(bytes, members, 'matched_queries', listOf(text)) : [],
  };
}

const scoreShape: Shape<number | null> = (value): value is number | null => value === null || number(value);
