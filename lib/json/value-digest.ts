import { canonicalDecimal } from './decimal.ts';
import { skipSpace } from './skip-value.ts';

/**
 * A digest of a JSON value, the same for every spelling of it: members of an object in any order, `1.0` and `1`, `\u00e9` and `é`,
 * white space. Numbers are compared by their decimal value, however many digits they have, never as floating point. A key that
 * occurs twice counts twice. Two 32-bit lanes, in `digest`. Depth has no limit. False: the bytes are not one JSON value.
 */
export function valueDigest(bytes: Buffer, start: number, end: number, digest: Uint32Array): boolean {
  try {
    const walk = new Walk(bytes, end);
    const after = skipSpace(bytes, walk.value(skipSpace(bytes, start, end)), end);
    digest[0] = walk.a;
    digest[1] = walk.b;
    return after === end;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

const TAGS = { object: 1, list: 2, text: 3, number: 4, malformedText: 5, true: 6, false: 7, null: 8 } as const;
const [QUOTE, BACKSLASH, OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d];
const [COMMA, COLON] = [0x2c, 0x3a];

/** An object or list that is open. `keyA`, `keyB`: the digest of the current member's key. */
interface Open {
  isObject: boolean;
  a: number;
  b: number;
  count: number;
  keyA: number;
  keyB: number;
}

class Walk {
  a = 0;
  b = 0;
  private readonly bytes: Buffer;
  private readonly end: number;

  constructor(bytes: Buffer, end: number) {
    this.bytes = bytes;
    this.end = end;
  }

  /** Leaves the digest of the value at `start` in `a` and `b`; returns its end. */
  value(start: number): number {
    const { bytes } = this;
    const open: Open[] = [];
    let at = start;
    for (;;) {
      const byte = bytes[at];
      if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
        const opened: Open = { isObject: byte === OPEN_BRACE, a: 0, b: 0, count: 0, keyA: 0, keyB: 0 };
        at = this.space(at + 1);
        if (bytes[at] !== (opened.isObject ? CLOSE_BRACE : CLOSE_BRACKET)) {
          open.push(opened);
          if (opened.isObject) at = this.key(at, opened);
          continue;
        }
        this.close(opened);
        at++;
      } else at = this.scalar(at);
      // A value is complete, and with it perhaps what contains it.
      for (;;) {
        const parent = open.at(-1);
        if (parent === undefined) return at;
        add(parent, this.a, this.b);
        at = this.space(at);
        if (bytes[at] === COMMA) {
          at = this.space(at + 1);
          if (parent.isObject) at = this.key(at, parent);
          break;
        }
        if (bytes[at] !== (parent.isObject ? CLOSE_BRACE : CLOSE_BRACKET)) throw new SyntaxError(`Byte ${at}.`);
        open.pop();
        this.close(parent);
        at++;
      }
    }
  }

  /** Reads a key and its colon; returns where the value begins. */
  private key(start: number, parent: Open): number {
    if (this.bytes[start] !== QUOTE) throw new SyntaxError(`Byte ${start} begins no key.`);
    const at = this.space(this.text(start));
    parent.keyA = this.a;
    parent.keyB = this.b;
    if (this.bytes[at] !== COLON) throw new SyntaxError(`Byte ${at} is no colon.`);
    return this.space(at + 1);
  }

  private space(start: number): number {
    const at = skipSpace(this.bytes, start, this.end);
    if (at >= this.end) throw new SyntaxError('The value is not complete.');
    return at;
  }

  private close({ isObject, a, b, count }: Open): void {
    this.begin(isObject ? TAGS.object : TAGS.list);
    this.word(a);
    this.word(b);
    this.word(count);
    this.finish();
  }

  private scalar(start: number): number {
    const byte = this.bytes[start];
    if (byte === QUOTE) return this.text(start);
    if (byte === 0x74) return this.literal(start, 'true', TAGS.true);
    if (byte === 0x66) return this.literal(start, 'false', TAGS.false);
    if (byte === 0x6e) return this.literal(start, 'null', TAGS.null);
    return this.number(start);
  }

  private literal(start: number, text: string, tag: number): number {
    if (this.bytes.toString('latin1', start, Math.min(this.end, start + text.length)) !== text)
      throw new SyntaxError(`Byte ${start} begins no value.`);
    this.begin(tag);
    this.finish();
    return start + text.length;
  }

  private text(start: number): number {
    const { bytes, end } = this;
    this.begin(TAGS.text);
    let escaped = false;
    let at = start + 1;
    for (; at < end && bytes[at] !== QUOTE; at++) {
      if (bytes[at] === BACKSLASH) {
        escaped = true;
        at++;
      } else this.byte(bytes[at]!);
    }
    if (at >= end) throw new SyntaxError('A text is not complete.');
    if (escaped) this.unescaped(JSON.parse(bytes.toString('utf8', start, at + 1)) as string);
    else this.finish();
    return at + 1;
  }

  private unescaped(text: string): void {
    const isWellFormed = text.isWellFormed();
    this.begin(isWellFormed ? TAGS.text : TAGS.malformedText);
    // Half of a surrogate pair has no UTF-8.
    for (const byte of Buffer.from(text, isWellFormed ? 'utf8' : 'utf16le')) this.byte(byte);
    this.finish();
  }

  private number(start: number): number {
    let at = start;
    while (at < this.end && isOfNumber(this.bytes[at]!)) at++;
    const decimal = canonicalDecimal(this.bytes.toString('latin1', start, at));
    if (decimal === null) throw new SyntaxError(`Byte ${start} begins no value.`);
    this.begin(TAGS.number);
    for (let character = 0; character < decimal.length; character++) this.byte(decimal.charCodeAt(character));
    this.finish();
    return at;
  }

  private begin(tag: number): void {
    this.a = 0x811c9dc5 ^ tag;
    this.b = 0x9e3779b1 ^ tag;
  }

  private byte(byte: number): void {
    this.a = Math.imul(this.a ^ byte, 0x01000193);
    this.b = Math.imul(((this.b << 5) | (this.b >>> 27)) ^ byte, 0x85ebca6b);
  }

  private word(word: number): void {
    for (let shift = 0; shift < 32; shift += 8) this.byte((word >>> shift) & 0xff);
  }

  private finish(): void {
    this.a = avalanche(this.a);
    this.b = avalanche(this.b);
  }
}

/** Digits, sign, point, exponent. */
const isOfNumber = (byte: number): boolean =>
  (byte >= 0x30 && byte <= 0x39) || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x65 || byte === 0x45;

/** Adds a value to what contains it: in a list its place matters, in an object only its key. */
function add(parent: Open, a: number, b: number): void {
  parent.count++;
  if (parent.isObject) {
    parent.a = (parent.a + avalanche(a ^ Math.imul(parent.keyA, 0xc2b2ae35))) | 0;
    parent.b = (parent.b + avalanche(b ^ Math.imul(parent.keyB, 0x27d4eb2f))) | 0;
    return;
  }
  parent.a = avalanche(Math.imul(parent.a, 31) + a);
  parent.b = avalanche(Math.imul(parent.b, 37) + b);
}

function avalanche(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}
