import type { CapturedHeader, Problem } from './found.ts';

/** A longer head is no head. */
const MAX_HEAD_BYTES = 64 * 1024;
const HEAD_END = Buffer.from('\r\n\r\n', 'latin1');

/** How the length of a body is known (RFC 9112, 6.3). */
type Framing = { by: 'length'; bytes: number } | { by: 'chunks' } | { by: 'nothing' };

export type StartLine = { method: string; target: string } | { status: number };

export interface HttpHead {
  start: StartLine;
  headers: CapturedHeader[];
  framing: Framing;
  /** Of the head in bytes, with its empty line. */
  length: number;
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+) ([\x21-\x7e\x80-\xff]+) HTTP\/1\.[01]$/;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
/** A request line without its end, behind its method. */
const REQUEST_BEGINNING = /^(?:[\x21-\x7e\x80-\xff]+(?: H?T?T?P?\/?1?\.?[01]?\r?)?)?$/;
const STATUS_LINE = /^HTTP\/1\.[01] ([1-9]\d\d)(?: [\t\x20-\x7e\x80-\xff]*)?$/;
const STATUS_BEGINNING = /^H(?:T(?:T(?:P(?:\/[\x20-\x7e\x80-\xff]*\r?)?)?)?)?$/;
const HEADER_NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** All but the tab. */
const CONTROL_CHARACTER = /[\x00-\x08\x0a-\x1f\x7f]/;
const LENGTH = /^\d{1,15}$/;

const malformed = (why: string): Problem => ({ kind: 'malformed', why });

function parseStartLine(line: string, of: 'request' | 'answer'): StartLine | null {
  const match = (of === 'request' ? REQUEST_LINE : STATUS_LINE).exec(line);
  if (match === null) return null;
  return of === 'request' ? { method: match[1]!, target: match[2]! } : { status: Number(match[1]) };
}

/** Whether a message begins at `from`, or a part of one whose end is missing. */
export function beginsMessage(bytes: Buffer, from: number, of: 'request' | 'answer'): boolean {
  const lineEnd = bytes.subarray(from, from + MAX_HEAD_BYTES).indexOf('\r\n', 0, 'latin1');
  if (lineEnd !== -1) return parseStartLine(bytes.toString('latin1', from, from + lineEnd), of) !== null;
  if (bytes.length - from > MAX_HEAD_BYTES) return false;
  const line = bytes.toString('latin1', from);
  return of === 'request' ? beginsRequestLine(line) : STATUS_BEGINNING.test(line);
}

function beginsRequestLine(line: string): boolean {
  const blank = line.indexOf(' ');
  if (blank === -1) return METHODS.some((method) => method.startsWith(line));
  return METHODS.includes(line.slice(0, blank)) && REQUEST_BEGINNING.test(line.slice(blank + 1));
}

/** The head that begins at `from`; the bytes end where its record ends. */
export function readHead(bytes: Buffer, from: number, of: 'request' | 'answer'): HttpHead | Problem {
  const length = bytes.subarray(from, from + MAX_HEAD_BYTES).indexOf(HEAD_END);
  if (length === -1) {
    if (bytes.length - from >= MAX_HEAD_BYTES) return malformed('The head of the message is longer than 64 KiB.');
    return beginsMessage(bytes, from, of)
      ? { kind: 'cut', why: 'The record ends inside the head of its message.' }
      : noStartLine(of);
  }
  const [startLine, ...lines] = bytes.toString('latin1', from, from + length).split('\r\n');
  const start = parseStartLine(startLine!, of);
  if (start === null) return noStartLine(of);
  const headers = parseHeaders(lines);
  if (!Array.isArray(headers)) return headers;
  const framing = framingOf(headers);
  return 'why' in framing ? framing : { start, headers, framing, length: length + HEAD_END.length };
}

const noStartLine = (of: 'request' | 'answer'): Problem =>
  malformed(of === 'request' ? 'It has no HTTP request line.' : 'It has no HTTP status line.');

function parseHeaders(lines: readonly string[]): CapturedHeader[] | Problem {
  const headers: CapturedHeader[] = [];
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    if (!HEADER_NAME.test(name)) return malformed('A header line has no valid name.');
    const value = trimBlanks(line, colon + 1);
    if (CONTROL_CHARACTER.test(value)) return malformed('A header value holds a control character.');
    headers.push([name, value]);
  }
  return headers;
}

/** Only blanks and tabs: `trim` would remove other bytes of latin1, too. */
function trimBlanks(line: string, from: number): string {
  const isBlank = (index: number) => line[index] === ' ' || line[index] === '\t';
  let [start, end] = [from, line.length];
  while (start < end && isBlank(start)) start++;
  while (end > start && isBlank(end - 1)) end--;
  return line.slice(start, end);
}

function framingOf(headers: readonly CapturedHeader[]): Framing | Problem {
  let bytes: string | null = null;
  let chunked = false;
  for (const [name, value] of headers) {
    const key = name.length === 14 || name.length === 17 ? name.toLowerCase() : '';
    if (key === 'content-length') {
      if (!LENGTH.test(value)) return malformed('A Content-Length is no number.');
      if (bytes !== null && Number(bytes) !== Number(value)) return malformed('Two Content-Length headers differ.');
      bytes = value;
    } else if (key === 'transfer-encoding') {
      if (chunked || value.toLowerCase() !== 'chunked') return malformed('Its transfer encoding is not plain chunked.');
      chunked = true;
    }
  }
  if (chunked && bytes !== null) return malformed('It has both Content-Length and a chunked body.');
  return chunked ? { by: 'chunks' } : bytes === null ? { by: 'nothing' } : { by: 'length', bytes: Number(bytes) };
}
