import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exceededLimit, type JsonLimits } from '../../lib/json/limits.ts';
import { validJson } from './arbitraries.ts';

const UNLIMITED: JsonLimits = { bytes: 1e9, depth: 1000, values: 1e9, keyBytes: 1e9 };

/** The same numbers, from parsed values. */
function measured(value: unknown, path = 0): { depth: number; values: number; keyBytes: number } {
  const whole = { depth: 0, values: 1, keyBytes: 0 };
  if (typeof value !== 'object' || value === null) return whole;
  const inside = Array.isArray(value)
    ? value.map((inner) => [0, inner] as const)
    : Object.entries(value).map(([key, inner]) => [Buffer.byteLength(JSON.stringify(key)) - 1, inner] as const);
  for (const [keyBytes, inner] of inside) {
    const below = measured(inner, path + keyBytes);
    whole.depth = Math.max(whole.depth, below.depth);
    whole.values += below.values;
    whole.keyBytes += below.keyBytes + (keyBytes === 0 ? 0 : path + keyBytes);
  }
  return { ...whole, depth: whole.depth + 1 };
}

describe('the limits of JSON', () => {
  it('are exact to the value, the level and the byte', () => {
    fc.assert(
      fc.property(validJson, (text) => {
        const bytes = Buffer.from(text);
        const { depth, values, keyBytes } = measured(JSON.parse(bytes.toString()));
        expect(exceededLimit(bytes, { bytes: bytes.length, depth, values, keyBytes })).toBe(null);
        expect(exceededLimit(bytes, { ...UNLIMITED, bytes: bytes.length - 1 })).toBe('bytes');
        expect(exceededLimit(bytes, { ...UNLIMITED, values: values - 1 })).toBe(values > 1 ? 'values' : null);
        if (depth > 0) expect(exceededLimit(bytes, { ...UNLIMITED, depth: depth - 1 })).toBe('depth');
        if (keyBytes > 0) expect(exceededLimit(bytes, { ...UNLIMITED, keyBytes: keyBytes - 1 })).toBe('keyBytes');
      }),
      { numRuns: 2000 },
    );
  });

  it('also apply to bytes that are not JSON', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\ 1a') }), (text) => {
        exceededLimit(Buffer.from(text), { ...UNLIMITED, depth: 3, values: 5 });
      }),
      { numRuns: 2000 },
    );
    expect(exceededLimit(Buffer.from(']]]][[[['), { ...UNLIMITED, depth: 3 })).toBe('depth');
  });
});
