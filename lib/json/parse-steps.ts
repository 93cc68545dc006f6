import type { Steps } from '../slices.ts';
import { MORE, skipSpace, skipString, skipValue } from './skip-value.ts';

/** JSON.parse takes about a millisecond for so much. */
const PIECE_BYTES = 64 * 1024;
/** Levels of nested containers that are larger than a piece: a list of indices has three. */
const MAX_NESTED = 40;

type Parse = (text: string) => unknown;

/**
 * The result of `parse` (JSON.parse, parseExact) for all bytes, parsed in pieces, so that a list of 20,000 indices does not
 * block the thread. Throws SyntaxError.
 */
export function* parseSteps(bytes: Buffer, parse: Parse): Steps<unknown> {
  const start = skipSpace(bytes, 0, bytes.length);
  const { value, end } = yield* valueAt(bytes, start, parse, 0);
  if (skipSpace(bytes, end, bytes.length) !== bytes.length) throw new SyntaxError(`More follows at byte ${end}.`);
  return value;
}

interface Read {
  value: unknown;
  end: number;
}

function* valueAt(bytes: Buffer, start: number, parse: Parse, depth: number): Steps<Read> {
  const small = skipValue(bytes, start, Math.min(start + PIECE_BYTES, bytes.length));
  if (small !== MORE) return { value: parse(bytes.toString('utf8', start, small)), end: small };
  if (depth === MAX_NESTED) throw new SyntaxError(`Nested too deep at byte ${start}.`);
  if (bytes[start] === 0x7b) return yield* objectAt(bytes, start, parse, depth);
  if (bytes[start] === 0x5b) return yield* arrayAt(bytes, start, parse, depth);
  const end = skipValue(bytes, start, bytes.length);
  // A number may end where the bytes end.
  const valueEnd = end === MORE ? bytes.length : end;
  return { value: parse(bytes.toString('utf8', start, valueEnd)), end: valueEnd };
}

/** Small members are parsed many at a time, as one object; a large one is parsed by itself. */
function* objectAt(bytes: Buffer, start: number, parse: Parse, depth: number): Steps<Read> {
  const value = {};
  const batch = new Batch(bytes, '{', '}', (text) => putAll(value, parse(text) as object));
  let at = skipSpace(bytes, start + 1, bytes.length);
  if (bytes[at] === 0x7d) return { value, end: at + 1 };
  for (;;) {
    if (bytes[at] !== 0x22) throw new SyntaxError(`Expected a key at byte ${at}.`);
    const keyEnd = requireEnd(skipString(bytes, at, bytes.length), bytes);
    const colon = skipSpace(bytes, keyEnd, bytes.length);
    if (bytes[colon] !== 0x3a) throw new SyntaxError(`Expected a colon at byte ${colon}.`);
    const inner = skipSpace(bytes, colon + 1, bytes.length);
    let end = skipValue(bytes, inner, Math.min(inner + PIECE_BYTES, bytes.length));
    if (end === MORE) {
      batch.flush();
      yield;
      const read = yield* valueAt(bytes, inner, parse, depth + 1);
      put(value, JSON.parse(bytes.toString('utf8', at, keyEnd)) as string, read.value);
      end = read.end;
    } else if (batch.add(at, end)) yield;
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === 0x7d) {
      batch.flush();
      return { value, end: at + 1 };
    }
    if (bytes[at] !== 0x2c) throw new SyntaxError(`Expected a comma at byte ${at}.`);
    at = skipSpace(bytes, at + 1, bytes.length);
  }
}

function* arrayAt(bytes: Buffer, start: number, parse: Parse, depth: number): Steps<Read> {
  const value: unknown[] = [];
  const batch = new Batch(bytes, '[', ']', (text) => {
    for (const each of parse(text) as unknown[]) value.push(each);
  });
  let at = skipSpace(bytes, start + 1, bytes.length);
  if (bytes[at] === 0x5d) return { value, end: at + 1 };
  for (;;) {
    let end = skipValue(bytes, at, Math.min(at + PIECE_BYTES, bytes.length));
    if (end === MORE) {
      batch.flush();
      yield;
      const read = yield* valueAt(bytes, at, parse, depth + 1);
      value.push(read.value);
      end = read.end;
    } else if (batch.add(at, end)) yield;
    at = skipSpace(bytes, end, bytes.length);
    if (bytes[at] === 0x5d) {
      batch.flush();
      return { value, end: at + 1 };
    }
    if (bytes[at] !== 0x2c) throw new SyntaxError(`Expected a comma at byte ${at}.`);
    at = skipSpace(bytes, at + 1, bytes.length);
  }
}

const requireEnd = (end: number, bytes: Buffer): number => {
  if (end === MORE) throw new SyntaxError(`The end is missing at byte ${bytes.length}.`);
  return end;
};

/** Adjacent values that are parsed together, with the commas between them. */
class Batch {
  private start = -1;
  private end = -1;
  private readonly bytes: Buffer;
  private readonly open: string;
  private readonly close: string;
  private readonly onText: (text: string) => void;

  constructor(bytes: Buffer, open: string, close: string, onText: (text: string) => void) {
    this.bytes = bytes;
    this.open = open;
    this.close = close;
    this.onText = onText;
  }

  /** True: a piece was parsed, so the caller yields. */
  add(start: number, end: number): boolean {
    if (this.start === -1) this.start = start;
    this.end = end;
    if (end - this.start < PIECE_BYTES) return false;
    this.flush();
    return true;
  }

  flush(): void {
    if (this.start === -1) return;
    this.onText(`${this.open}${this.bytes.toString('utf8', this.start, this.end)}${this.close}`);
    this.start = -1;
  }
}

/** As in JSON.parse, `__proto__` is an ordinary key. */
function put(object: object, key: string, value: unknown): void {
  if (key === '__proto__')
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  else (object as { [key: string]: unknown })[key] = value;
}

function putAll(object: object, more: object): void {
  for (const [key, value] of Object.entries(more)) put(object, key, value);
}
