/**
 * Whether the bytes are one JSON value by RFC 8259, as JSON.parse would accept it, without allocating values. A line of a
 * backup is validated before it is sent to a cluster. Depth has no limit. Returns VALID, or the offset of the first wrong
 * byte (`end` where the value is not complete).
 */
export const VALID = -1;

const EXPECT = { value: 0, keyOrEnd: 1, key: 2, afterValue: 3, valueOrEnd: 4 } as const;

/** 0: an ordinary byte inside a string. 1: quote. 2: backslash. 3: forbidden control character. */
const inString = new Uint8Array(256);
for (let byte = 0; byte < 0x20; byte++) inString[byte] = 3;
inString[0x22] = 1;
inString[0x5c] = 2;

// One function: with one each for a key, a scalar, white space and an empty value it validates the lines of a backup at
// 610 MB/s instead of 680 (10 to 16 % slower).
// eslint-disable-next-line max-lines-per-function, complexity
export function validateJson(bytes: Buffer, start: number, end: number): number {
  // One bit of nesting a byte: 1 object, 0 array.
  let stack = new Uint8Array(64);
  let depth = 0;
  let expect: number = EXPECT.value;
  let at = start;
  for (;;) {
    while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)) at++;
    if (at >= end) return expect === EXPECT.afterValue && depth === 0 ? VALID : end;
    const byte = bytes[at]!;
    if (expect === EXPECT.afterValue) {
      if (depth === 0) return at;
      const object = stack[depth - 1] === 1;
      if (byte === 0x2c) {
        expect = object ? EXPECT.key : EXPECT.value;
        at++;
      } else if (byte === (object ? 0x7d : 0x5d)) {
        depth--;
        at++;
      } else return at;
      continue;
    }
    if (expect === EXPECT.keyOrEnd || expect === EXPECT.key) {
      if (byte === 0x7d && expect === EXPECT.keyOrEnd) {
        depth--;
        at++;
        expect = EXPECT.afterValue;
        continue;
      }
      if (byte !== 0x22) return at;
      const string = stringEnd(bytes, at, end);
      if (string < 0) return ~string;
      at = string;
      while (at < end && (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09)) at++;
      if (at >= end || bytes[at] !== 0x3a) return at;
      at++;
      expect = EXPECT.value;
      continue;
    }
    // a value
    if (byte === 0x5d && expect === EXPECT.valueOrEnd) {
      depth--;
      at++;
      expect = EXPECT.afterValue;
      continue;
    }
    if (byte === 0x22) {
      const string = stringEnd(bytes, at, end);
      if (string < 0) return ~string;
      at = string;
      expect = EXPECT.afterValue;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (depth === stack.length) {
        const larger = new Uint8Array(depth * 2);
        larger.set(stack);
        stack = larger;
      }
      stack[depth++] = byte === 0x7b ? 1 : 0;
      expect = byte === 0x7b ? EXPECT.keyOrEnd : EXPECT.valueOrEnd;
      at++;
    } else {
      const literal = byte === 0x74 ? 'true' : byte === 0x66 ? 'false' : byte === 0x6e ? 'null' : '';
      const next = literal === '' ? numberEnd(bytes, at, end) : literalEnd(bytes, at, end, literal);
      if (next < 0) return ~next;
      at = next;
      expect = EXPECT.afterValue;
    }
  }
}

/** One past the closing quote, or ~offset of the wrong byte. */
function stringEnd(bytes: Buffer, quote: number, end: number): number {
  let at = quote + 1;
  for (;;) {
    while (at < end && inString[bytes[at]!] === 0) at++;
    if (at >= end) return ~end;
    const kind = inString[bytes[at]!];
    if (kind === 1) return at + 1;
    if (kind === 3) return ~at;
    at++;
    if (at >= end) return ~end;
    const escape = bytes[at]!;
    if (escape === 0x75) {
      for (let digit = 1; digit <= 4; digit++) {
        if (at + digit >= end) return ~end;
        if (!isHex(bytes[at + digit]!)) return ~(at + digit);
      }
      at += 5;
    } else if (
      escape === 0x22 ||
      escape === 0x5c ||
      escape === 0x2f ||
      escape === 0x62 ||
      escape === 0x66 ||
      escape === 0x6e ||
      escape === 0x72 ||
      escape === 0x74
    )
      at++;
    else return ~at;
  }
}

const isHex = (byte: number) =>
  (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66);
const isDigit = (byte: number | undefined) => byte !== undefined && byte >= 0x30 && byte <= 0x39;

function literalEnd(bytes: Buffer, start: number, end: number, literal: string): number {
  for (let i = 0; i < literal.length; i++) {
    if (start + i >= end) return ~end;
    if (bytes[start + i] !== literal.charCodeAt(i)) return ~(start + i);
  }
  return start + literal.length;
}

function numberEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  if (bytes[at] === 0x2d) at++;
  if (at >= end) return ~end;
  if (bytes[at] === 0x30) at++;
  else {
    const digits = digitsEnd(bytes, at, end);
    if (digits < 0) return digits;
    at = digits;
  }
  if (at < end && bytes[at] === 0x2e) {
    const digits = digitsEnd(bytes, at + 1, end);
    if (digits < 0) return digits;
    at = digits;
  }
  if (at < end && (bytes[at] === 0x65 || bytes[at] === 0x45)) {
    at++;
    if (at < end && (bytes[at] === 0x2b || bytes[at] === 0x2d)) at++;
    const digits = digitsEnd(bytes, at, end);
    if (digits < 0) return digits;
    at = digits;
  }
  return at;
}

function digitsEnd(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && isDigit(bytes[at])) at++;
  return at === start ? ~Math.min(at, end) : at;
}
