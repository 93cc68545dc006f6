import type { Span } from './digest.ts';
import { eachMember, isKey, type Member } from '../json/members.ts';
import { MORE, skipSpace } from '../json/skip-value.ts';
import { stringOf, textOf, tokenSpan } from '../json/text.ts';

/** The metadata of an action line. Numbers are kept as text, because their digits matter. */
export interface ActionLine {
  /** Null: the line has no id. */
  id: string | null;
  /** The id as UTF-8, within the line's own bytes where nothing is escaped: the input of the digest. */
  idSpan: Span;
  routing: string | null;
  routingSpan: Span | null;
  type: string | null;
  /** Digits, up to 2^63 - 1. */
  version: string | null;
  versionType: string | null;
  parent: string | null;
  parentSpan: Span | null;
}

const EMPTY_SPAN: Span = { bytes: Buffer.alloc(0), start: 0, end: 0 };
const TEXT_KEYS = new Set([
  '_routing',
  'routing',
  '_type',
  '_version',
  'version',
  '_version_type',
  'version_type',
  '_parent',
  'parent',
]);

/**
 * Reads `{"index":{…}}` (or `create`), with both spellings of every key: with an underscore, as old servers expect it, and
 * without. Ignores other metadata, such as `_timestamp`, `_ttl` and `_percolate`, which no target accepts. Null: the line is
 * not an action. Expects valid JSON; throws SyntaxError where a value is neither text nor a number.
 */
export function readActionLine(bytes: Buffer, start: number, end: number): ActionLine | null {
  const open = skipSpace(bytes, start, end);
  if (open >= end || bytes[open] !== 0x7b) return null;
  let metaStart = -1;
  let metaEnd = -1;
  let members = 0;
  const lineEnd = eachMember(bytes, open, end, (member) => {
    members++;
    if (
      (isKey(bytes, member.keyStart, member.keyEnd, 'index') ||
        isKey(bytes, member.keyStart, member.keyEnd, 'create')) &&
      bytes[member.valueStart] === 0x7b
    ) {
      metaStart = member.valueStart;
      metaEnd = member.valueEnd;
    }
  });
  if (lineEnd === MORE || members !== 1 || metaStart === -1) return null;
  const line: ActionLine = {
    id: null,
    idSpan: EMPTY_SPAN,
    routing: null,
    routingSpan: null,
    type: null,
    version: null,
    versionType: null,
    parent: null,
    parentSpan: null,
  };
  eachMember(bytes, metaStart, metaEnd, (member) => {
    readMember(bytes, member, line);
  });
  // Old servers route a child by its parent where it has no routing of its own.
  if (line.routing === null && line.parent !== null) {
    line.routing = line.parent;
    line.routingSpan = line.parentSpan;
  }
  return line;
}

/** Old dumps have numbers here too. Anything else is not from a dump, and would be sent to the cluster unchanged. */
function assertTextOrNumber(bytes: Buffer, valueStart: number, key: string): void {
  const first = bytes[valueStart]!;
  if (first !== 0x22 && first !== 0x2d && !(first >= 0x30 && first <= 0x39))
    throw new SyntaxError(`${key} is neither text nor a number`);
}

function readMember(bytes: Buffer, { keyStart, keyEnd, valueStart, valueEnd }: Member, line: ActionLine): void {
  if (isKey(bytes, keyStart, keyEnd, '_id')) {
    assertTextOrNumber(bytes, valueStart, '_id');
    line.id = textOf(bytes, valueStart, valueEnd);
    line.idSpan = tokenSpan(bytes, valueStart, valueEnd);
    return;
  }
  const key = stringOf(bytes, keyStart - 1, keyEnd + 1);
  const isNull = bytes[valueStart] === 0x6e;
  if (isNull) return;
  if (TEXT_KEYS.has(key)) assertTextOrNumber(bytes, valueStart, key);
  switch (key) {
    case '_routing':
    case 'routing':
      line.routing = textOf(bytes, valueStart, valueEnd);
      line.routingSpan = tokenSpan(bytes, valueStart, valueEnd);
      break;
    case '_type':
      line.type = textOf(bytes, valueStart, valueEnd);
      break;
    case '_version':
    case 'version':
      line.version = textOf(bytes, valueStart, valueEnd);
      break;
    case '_version_type':
    case 'version_type':
      line.versionType = textOf(bytes, valueStart, valueEnd);
      break;
    case '_parent':
    case 'parent':
      line.parent = textOf(bytes, valueStart, valueEnd);
      line.parentSpan = tokenSpan(bytes, valueStart, valueEnd);
      break;
  }
}
