import { AppError } from '../errors.ts';
import { isRawNumber, parseExact } from '../json/exact.ts';
import { describeLimit, exceededLimit, type JsonLimits } from '../json/limits.ts';
import { costlyParts } from './words-cost.ts';

const LIMITS: JsonLimits = { bytes: 8_000, depth: 40, values: 1_000, keyBytes: 100_000 };

/**
 * A clause of the query language from its JSON, such as `{"match": {"title": "harbour"}}`, and what it costs, as sentences.
 * Query strings in it get no wildcard at the start of a word, but where it is in the costs. Pure. Throws `invalid_input`: no
 * JSON, a whole search, a script, a clause that hides another one, or one that reads another index.
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
  visit(clause, '', costs);
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
/** `wrapper` is a query in Base64; `indexed_shape` reads a document of the index `shapes`, also where it names none. */
const REFUSED = new Set(['runtime_mappings', 'derived', 'wrapper', 'template', 'indexed_shape']);

/** With a document or a path they read another index: in `terms`, `more_like_this`, `percolate`, `query_vector_builder`. */
const NAMES_INDEX = ['index', '_index'];
const NAMES_PLACE = ['id', '_id', 'path'];

/** `parent`: the key whose value this is. */
function visit(value: unknown, parent: string, costs: Set<string>): void {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const each of value) visit(each, parent, costs);
    return;
  }
  refuseOtherIndices(value, parent);
  for (const [key, inside] of Object.entries(value)) {
    if (IS_SCRIPT.test(key) || REFUSED.has(key))
      throw new AppError('invalid_input', `"${key}" is not allowed here.`, {
        hint: 'A look-up runs no scripts, no runtime fields and no encoded queries, and reads no other index.',
      });
    addCosts(key, inside, costs);
    if (key === 'query_string' && !OF_FIELDS.test(parent)) limitQueryString(inside);
    visit(inside, key, costs);
  }
}

/** `terms` takes its values as a list; an object in it is a search of any index. */
function refuseOtherIndices(value: object, parent: string): void {
  const keys = new Set(Object.keys(value));
  const namesOther = NAMES_INDEX.some((key) => keys.has(key)) && NAMES_PLACE.some((key) => keys.has(key));
  const isLookUp = parent === 'terms' && Object.values(value).some((each) => isObject(each) && !isRawNumber(each));
  if (namesOther || isLookUp)
    throw new AppError('invalid_input', 'A document of another index is not allowed in the query.', {
      hint: 'A look-up reads the chosen indices only: write the values themselves into the query.',
    });
}

/** In these, keys are the names of fields. */
const OF_FIELDS = /^(?:match|common)/;

/** In case a word at whose start there is a wildcard was not seen: then the cluster refuses it. */
function limitQueryString(inside: unknown): void {
  if (isObject(inside) && wordsOf(inside) !== '' && costlyParts(wordsOf(inside)).length === 0)
    Object.assign(inside, { allow_leading_wildcard: false });
}

function wordsOf(queryString: object): string {
  const words: unknown = new Map<string, unknown>(Object.entries(queryString)).get('query');
  return typeof words === 'string' ? words : '';
}

/** Elasticsearch’s defaults. */
const USUAL_EXPANSIONS = 50;

const WITH_MODEL = 'a model of the cluster reads the query.';
/** What these cost, whatever is in them. */
const COSTS_OF = new Map([
  ['regexp', 'the cluster compares every different word of the field with the expression.'],
  ['has_child', 'the cluster joins every child that is found with its parent.'],
  ['has_parent', 'the cluster joins every parent that is found with its children.'],
  ['more_like_this', 'the cluster reads whole documents and searches for their words.'],
  ['percolate', 'the cluster runs the queries that the index keeps.'],
  ...['neural', 'neural_sparse', 'semantic', 'sparse_vector', 'text_expansion', 'query_vector_builder', 'agentic'].map(
    (name) => [name, WITH_MODEL] as const,
  ),
]);

function addCosts(key: string, inside: unknown, costs: Set<string>): void {
  const cost = COSTS_OF.get(key);
  if (cost !== undefined && isObject(inside)) costs.add(`"${key}": ${cost}`);
  if (key === 'wildcard' && patternsIn(inside).some((pattern) => /^\s*[*?]/.test(pattern)))
    costs.add('"wildcard" begins with a wildcard: the cluster compares every different word of the field with it.');
  if (key === 'prefix' && patternsIn(inside).some((pattern) => pattern.trim() === ''))
    costs.add('"prefix" is empty: every different word of the field begins with it.');
  // A number that was kept as text has no other way to be read.
  const number = JSON.stringify(inside).replaceAll('"', '');
  if (key === 'max_expansions' && Number(number) > USUAL_EXPANSIONS)
    costs.add(`"max_expansions": the query becomes up to ${number.slice(0, 20)} words.`);
  if (key === 'query_string' && isObject(inside) && costlyParts(wordsOf(inside)).length > 0)
    costs.add(
      '"query_string" has a regular expression or a word that begins with a wildcard: the cluster compares every different word of each searched field with it.',
    );
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
