/**
 * Walks over JSON bytes without making objects of them, so that 9007199254740993, 1.0 and a key said twice come
 * out as they went in. It trusts the bytes to be JSON (the server made them); `validate.ts` does not.
 *
 * With one liberty that Elasticsearch takes too [tried on 6.8 and 8.19]: it keeps a document that was indexed with
 * comments, or behind a byte order mark, as it came. Neither is data and neither is JSON: both become spaces on the way.
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

/** The bytes end in the middle of a value: read on, then try again from the value's start. */
export const MORE = -1;

/** The end of the string whose opening quote is at `start` (one past the closing quote), or MORE. */
export function skipString(bytes: Buffer, start: number, end: number): number {
  let from = start + 1;
  for (;;) {
    const quote = nextQuote(bytes, from, end);
    if (quote === MORE) return MORE;
    let backslashes = 0;
    while (bytes[quote - 1 - backslashes] === BACKSLASH) backslashes++;
    // An even run of backslashes before it (never reaching past the opening quote) leaves the quote a quote.
    if (backslashes % 2 === 0) return quote + 1;
    from = quote + 1;
  }
}

/** Short strings are the rule: look at a few bytes before paying for the native search. */
function nextQuote(bytes: Buffer, from: number, end: number): number {
  const near = from + 24 < end ? from + 24 : end;
  for (let at = from; at < near; at++) if (bytes[at] === QUOTE) return at;
  if (near === end) return MORE;
  const found = bytes.indexOf(QUOTE, near);
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
  return MORE; // a number at the very end may go on
}

/** Depth is a counter, not a call: 900 levels or 900,000 are all one. */
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
      at = blankComment(bytes, at, end);
      if (at === MORE) return MORE;
      continue;
    }
    at++;
  }
  return MORE;
}

/** Makes spaces of the comment at `start`; a slash stands nowhere else outside a string. Returns where it ended, or MORE. */
function blankComment(bytes: Buffer, start: number, end: number): number {
  if (start + 1 >= end) return MORE;
  const block = bytes[start + 1] === STAR;
  if (!block && bytes[start + 1] !== SLASH) throw new SyntaxError(`A slash at byte ${start}.`);
  const found = bytes.subarray(0, end).indexOf(block ? '*/' : '\n', start + 2);
  if (found === -1) return MORE;
  const after = block ? found + 2 : found;
  bytes.fill(SPACE, start, after);
  return after;
}

export function skipSpace(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const byte = bytes[at]!;
    if (byte === SPACE || byte === LINE_BREAK || byte === 0x0d || byte === 0x09) at++;
    else if (byte === SLASH) {
      const after = blankComment(bytes, at, end);
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
