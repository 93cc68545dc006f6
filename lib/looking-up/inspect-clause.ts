import { AppError } from '../errors.ts';
import { parseExact } from '../json/exact.ts';
import { describeLimit, exceededLimit, type JsonLimits } from '../json/limits.ts';
import { costlyParts } from './words-cost.ts';

const LIMITS: JsonLimits = { bytes: 8_000, depth: 40, values: 1_000, keyBytes: 100_000 };

/**
 * A clause of the query language from its JSON, such as `{"match": {"title": "harbour"}}`, and what it costs, as sentences.
 * Pure. Throws `invalid_input`: no JSON, a whole search, a script, or a clause that hides another one.
 */
export function inspectClause(text: string): { clause: object; costs: string[] } {
  const bytes = Buffer.from(text);
  const limit = exceededLimit(bytes, LIMITS);
  if (limit !== null) throw new AppError('invalid_input', `The query ${describeLimit(limit, LIMITS)}.`);
  const clause = parse(text);
  const [name, ...more] = Object.keys(clause);
  if (name === undefined || more.length > 0 || OF_A_SEARCH.has(name))
    throw new AppError('invalid_input', 'This is not one clause of a query.', {
      hint: 'Give the query alone, without "query", "size" or "aggs" around it: {"match": {"title": "harbour"}}.',
    });
  const costs = new Set<string>();
  visit(clause, costs);
  return { clause, costs: [...costs] };
}

function parse(text: string): object {
  let value: unknown;
  try {
    value = parseExact(text);
  } catch (cause) {
    throw new AppError('invalid_input', 'The query is not JSON.', {
      cause,
      hint: `${cause instanceof Error ? cause.message.slice(0, 200) : ''} Example: {"match": {"title": "harbour"}}.`,
    });
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw new AppError('invalid_input', 'The query is not a JSON object.', {
    hint: 'Example: {"match": {"title": "harbour"}}.',
  });
}

/** Keys of a search body, which are no clauses. */
const OF_A_SEARCH = new Set(['query', 'size', 'from', 'sort', 'aggs', 'aggregations', 'fields', '_source']);

/** `script`, `script_score`, `script_fields`, `bucket_script`: also where it would be the name of a field. */
const IS_SCRIPT = /(?:^|_)scripts?(?:_|$)/i;
/** `wrapper` is a query in Base64. */
const REFUSED = new Set(['runtime_mappings', 'derived', 'wrapper', 'template']);

/** Together they name a document of any index: in `terms`, `more_like_this`, `geo_shape`, `percolate`. */
const NAMES_INDEX = ['index', '_index'];
const NAMES_DOCUMENT = ['id', '_id'];

function visit(value: unknown, costs: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) visit(each, costs);
    return;
  }
  const keys = new Set(Object.keys(value));
  if (NAMES_INDEX.some((key) => keys.has(key)) && NAMES_DOCUMENT.some((key) => keys.has(key)))
    throw new AppError('invalid_input', 'A document of another index is not allowed in the query.', {
      hint: 'A look-up reads the chosen indices only: write the values themselves into the query.',
    });
  for (const [key, inside] of Object.entries(value)) {
    if (IS_SCRIPT.test(key) || REFUSED.has(key))
      throw new AppError('invalid_input', `"${key}" is not allowed here.`, {
        hint: 'A look-up runs no scripts, no runtime fields and no encoded queries.',
      });
    addCosts(key, inside, costs);
    visit(inside, costs);
  }
}

/** Elasticsearch’s defaults. */
const USUAL_EXPANSIONS = 50;

function addCosts(key: string, inside: unknown, costs: Set<string>): void {
  if (key === 'regexp' && isObject(inside))
    costs.add('"regexp": the cluster compares every different word of the field with the expression.');
  if (key === 'wildcard' && patternsIn(inside).some((pattern) => /^\s*[*?]/.test(pattern)))
    costs.add('"wildcard" begins with a wildcard: the cluster compares every different word of the field with it.');
  // A number that was kept as text has no other way to be read.
  const number = JSON.stringify(inside).replaceAll('"', '');
  if (key === 'max_expansions' && Number(number) > USUAL_EXPANSIONS)
    costs.add(`"max_expansions": the query becomes up to ${number.slice(0, 20)} words.`);
  if (key === 'query_string' && isObject(inside)) {
    const words = new Map(Object.entries(inside)).get('query');
    if (typeof words === 'string' && costlyParts(words).length > 0)
      costs.add(
        '"query_string" has a regular expression or a word that begins with a wildcard: the cluster compares every different word of each searched field with it.',
      );
  }
}

const isObject = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Of `{"field": "*a"}`, `{"field": {"value": "*a"}}`, and `{"pattern": "*a"}` of an interval. */
function patternsIn(inside: unknown): string[] {
  if (!isObject(inside)) return [];
  return Object.values(inside).flatMap((each: unknown) =>
    typeof each === 'string'
      ? [each]
      : isObject(each)
        ? Object.values(each).filter((text) => typeof text === 'string')
        : [],
  );
}
