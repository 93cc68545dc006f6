import { eachMember } from '../../lib/json/members.ts';
import { skipSpace, skipValue } from '../../lib/json/skip-value.ts';

export interface PostedDocument {
  id: string;
  /** The object's text as posted. */
  json: string;
}

/** The documents of a body: an object or a list of objects, each with `_id` or `link`. Null: it is neither. */
export function postedDocuments(body: Buffer): PostedDocument[] | null {
  const parsed = parse(body);
  const objects = Array.isArray(parsed) ? (parsed as unknown[]) : [parsed];
  const texts = Array.isArray(parsed) ? elementTexts(body) : [body.toString('utf8').trim()];
  const documents: PostedDocument[] = [];
  for (const [at, object] of objects.entries()) {
    const id = idOf(object);
    if (id === null) return null;
    documents.push({ id, json: texts[at]! });
  }
  return documents;
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8')) as unknown;
  } catch {
    return null;
  }
}

function idOf(object: unknown): string | null {
  if (typeof object !== 'object' || object === null) return null;
  const { _id, link } = object as { _id?: unknown; link?: unknown };
  const id = _id ?? link;
  return typeof id === 'string' && id !== '' ? id : null;
}

const COMMA = 0x2c;

/** The text of each element of a valid JSON list. */
function elementTexts(list: Buffer): string[] {
  const texts: string[] = [];
  const end = list.lastIndexOf(']');
  let at = skipSpace(list, skipSpace(list, 0, end) + 1, end);
  while (at < end) {
    const after = skipValue(list, at, end);
    texts.push(list.toString('utf8', at, after));
    at = skipSpace(list, after, end);
    if (list[at] === COMMA) at = skipSpace(list, at + 1, end);
  }
  return texts;
}

/** The text of a valid JSON object without the members of these names. Every other byte of a value is kept. */
export function withoutMembers(json: Buffer, names: readonly string[]): string {
  const kept: string[] = [];
  eachMember(json, skipSpace(json, 0, json.length), json.length, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    const key = json.toString('utf8', keyStart, keyEnd);
    if (!names.includes(key)) kept.push(`"${key}":${json.toString('utf8', valueStart, valueEnd)}`);
  });
  return `{${kept.join(',')}}`;
}
