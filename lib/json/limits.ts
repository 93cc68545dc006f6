import { MORE, skipString } from './skip-value.ts';

/** Limits that JSON of unknown origin must be within before it is parsed. */
export interface JsonLimits {
  bytes: number;
  /** Levels of nesting: `{}` has 1. */
  depth: number;
  /** Objects, lists, strings, numbers and literals, without keys. */
  values: number;
  /** The lengths of all keys, each with the keys above it: the size of the flat keys. */
  keyBytes: number;
}

/**
 * The first limit that the bytes exceed, or null. One pass without allocations. For bytes that are not JSON (`validateJson`)
 * the result has no meaning.
 */
export function exceededLimit(bytes: Buffer, limits: JsonLimits): keyof JsonLimits | null {
  if (bytes.length > limits.bytes) return 'bytes';
  // By depth: the length of the latest key, with the keys above it.
  const paths = new Float64Array(limits.depth + 1);
  let depth = 0;
  let values = 1;
  let keyBytes = 0;
  /** Directly after an opening bracket: a value or the closing bracket follows. */
  let afterOpening = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at]!;
    if (isSpace(byte)) continue;
    const closes = byte === 0x7d || byte === 0x5d;
    if (afterOpening && !closes && ++values > limits.values) return 'values';
    afterOpening = false;
    if (byte === 0x22) {
      const end = skipString(bytes, at, bytes.length);
      if (end === MORE) return null;
      if (depth > 0 && isKeyEnd(bytes, end)) {
        paths[depth] = paths[depth - 1]! + (end - at - 1);
        keyBytes += paths[depth]!;
        if (keyBytes > limits.keyBytes) return 'keyBytes';
      }
      at = end - 1;
    } else if (byte === 0x7b || byte === 0x5b) {
      if (++depth > limits.depth) return 'depth';
      paths[depth] = paths[depth - 1]!;
      afterOpening = true;
    } else if (closes) depth = Math.max(0, depth - 1);
    else if (byte === 0x2c && ++values > limits.values) return 'values';
  }
  return null;
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;

function isKeyEnd(bytes: Buffer, end: number): boolean {
  let at = end;
  while (at < bytes.length && isSpace(bytes[at]!)) at++;
  return bytes[at] === 0x3a;
}

/** The end of a sentence: "… holds more than 200 values". */
export function describeLimit(limit: keyof JsonLimits, limits: JsonLimits): string {
  const maximum = limits[limit].toLocaleString('en');
  switch (limit) {
    case 'bytes':
      return `has more than ${maximum} bytes`;
    case 'depth':
      return `is nested more than ${maximum} levels deep`;
    case 'values':
      return `holds more than ${maximum} values`;
    case 'keyBytes':
      return `has keys of more than ${maximum} bytes, each counted with the keys above it`;
  }
}
