/**
 * Finds the ends of JSON values in bytes without parsing them, so that 9007199254740993, 1.0 and duplicate keys are not
 * changed. Expects valid JSON (from the server); `validate.ts` does not.
 *
 * One exception, as in Elasticsearch [tried on 6.8 and 8.19]: it stores a document with comments, or after a byte order
 * mark, unchanged. Neither is data or valid JSON, so both are replaced by spaces, in place.
 */
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const SLASH = 0x2f;
const STAR = 0x2a;
const LINE_BREAK = 0x0a;
const SPACE = 0x20;

/** The bytes end in the middle of a value: read more, then try again from the value's start. */
export const MORE = -1;

/** The end of the string whose opening quote is at `start` (one past the closing quote), or MORE. */
export function skipString(bytes: Buffer, start: number, end: number): number {
  let from = start + 1;
  for (;;) {
    const quote = nextQuote(bytes, from, end);
    if (quote === MORE) return MORE;
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes++;
    // After an even number of backslashes (which never reach past the opening quote) the quote is not escaped.
    if (backslashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** Most strings are short: a few bytes are checked before the native search, whose call costs more. */
function nextQuote(bytes: Buffer, from: number, end: number): number {
  const nearEnd = from + 24 < end ? from + 24 : end;
  for (let at = from; at < nearEnd; at++) if (bytes[at] === QUOTE) return at;
  if (nearEnd === end) return MORE;
  const found = bytes.indexOf(QUOTE, nearEnd);
  return found === -1 || found >= end ? MORE : found;
}

/** The end of the value that starts at `start` (no leading white space), or MORE. */
export function skipValue(bytes: Buffer, start: number, end: number): number {
  if (start >= end) return MORE;
  const first = bytes[start]!;
  if (first === QUOTE) return skipString(bytes, start, end);
  if (first === OPEN_BRACE || first === OPEN_BRACKET) return skipContainer(bytes, start, end);
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === 0x2c || byte === CLOSE_BRACE || byte === CLOSE_BRACKET || byte <= 0x20) return at;
    at++;
  }
  return MORE; // a number at the end of the bytes may continue
}

/** Depth is a counter, not a recursive call, so it has no limit. */
function skipContainer(bytes: Buffer, start: number, end: number): number {
  let depth = 0;
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      at = skipString(bytes, at, end);
      if (at === MORE) return MORE;
      continue;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
    else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) {
      depth--;
      if (depth === 0) return at + 1;
    } else if (byte === SLASH) {
      at = replaceComment(bytes, at, end);
      if (at === MORE) return MORE;
      continue;
    }
    at++;
  }
  return MORE;
}

/** Replaces the comment at `start` by spaces; outside a string a slash begins nothing else. Returns its end, or MORE. */
function replaceComment(bytes: Buffer, start: number, end: number): number {
  if (start + 1 >= end) return MORE;
  const isBlock = bytes[start + 1] === STAR;
  if (!isBlock && bytes[start + 1] !== SLASH) throw new SyntaxError(`A slash at byte ${start}.`);
  const found = bytes.subarray(0, end).indexOf(isBlock ? '*/' : '\n', start + 2);
  if (found === -1) return MORE;
  const after = isBlock ? found + 2 : found;
  bytes.fill(SPACE, start, after);
  return after;
}

export function skipSpace(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === SPACE || byte === LINE_BREAK || byte === 0x0d || byte === 0x09) at++;
    else if (byte === SLASH) {
      const after = replaceComment(bytes, at, end);
      if (after === MORE) return end;
      at = after;
    } else if (byte === 0xef) {
      if (at + 3 > end) return end;
      if (bytes[at + 1] !== 0xbb || bytes[at + 2] !== 0xbf) break;
      bytes.fill(SPACE, at, at + 3);
      at += 3;
    } else break;
  }
  return at;
}
