import { AppError } from '../../errors.ts';
import { eachMember, isKey } from '../../json/members.ts';
import { MORE, skipSpace } from '../../json/skip-value.ts';
import { textOf } from '../../json/text.ts';

/** One document of an answer to `_mget`. */
export interface FoundDocument {
  /** The bytes as they are stored; null: the index does not have it, or the look-up failed. */
  source: Buffer | null;
  /** By which it was indexed; null: none. */
  routing: string | null;
  /** Digits; null: the index does not have it. */
  seqNo: string | null;
  primaryTerm: string | null;
  /** The server's type of a failed look-up, such as `index_not_found_exception`; null: it did not fail. */
  failed: string | null;
}

const [OBJECT, LIST, LIST_END, COMMA] = [0x7b, 0x5b, 0x5d, 0x2c];

const malformedResponse = () =>
  new AppError(
    'unreachable',
    'The answer to a look-up is not the cluster’s: it does not say which documents are there.',
  );

/** The documents in the order of the request. Throws `unreachable`, SyntaxError. */
export function readMgetResponse(bytes: Buffer): FoundDocument[] {
  let at = -1;
  if (bytes[skipSpace(bytes, 0, bytes.length)] !== OBJECT) throw malformedResponse();
  const whole = eachMember(bytes, skipSpace(bytes, 0, bytes.length), bytes.length, (member) => {
    if (isKey(bytes, member.keyStart, member.keyEnd, 'docs')) at = member.valueStart;
  });
  if (whole === MORE) throw new AppError('unreachable', 'The answer to a look-up was cut short.');
  if (at === -1 || bytes[at] !== LIST) throw malformedResponse();
  const documents: FoundDocument[] = [];
  for (at = skipSpace(bytes, at + 1, bytes.length); at < bytes.length && bytes[at] !== LIST_END;) {
    if (bytes[at] !== OBJECT) throw malformedResponse();
    const { document, end } = readDocument(bytes, at);
    documents.push(document);
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === COMMA) at = skipSpace(bytes, at + 1, bytes.length);
  }
  return documents;
}

function readDocument(bytes: Buffer, start: number): { document: FoundDocument; end: number } {
  const document: FoundDocument = { source: null, routing: null, seqNo: null, primaryTerm: null, failed: null };
  let hasFound = false;
  const end = eachMember(bytes, start, bytes.length, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    const is = (key: string) => isKey(bytes, keyStart, keyEnd, key);
    const text = () => bytes.toString('latin1', valueStart, valueEnd);
    if (is('_source')) document.source = bytes[valueStart] === OBJECT ? bytes.subarray(valueStart, valueEnd) : null;
    else if (is('_routing')) document.routing = textOf(bytes, valueStart, valueEnd);
    else if (is('_seq_no')) document.seqNo = text();
    else if (is('_primary_term')) document.primaryTerm = text();
    else if (is('error')) document.failed = typeOfError(bytes, valueStart, valueEnd);
    else if (is('found')) hasFound = /^(?:true|false)$/.test(text());
  });
  if (end === MORE || !(hasFound || document.failed !== null)) throw malformedResponse();
  return { document, end };
}

function typeOfError(bytes: Buffer, start: number, end: number): string {
  let type = 'unknown';
  if (bytes[start] !== OBJECT) return type;
  eachMember(bytes, start, end, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
    if (isKey(bytes, keyStart, keyEnd, 'type')) type = textOf(bytes, valueStart, valueEnd);
  });
  return type;
}
