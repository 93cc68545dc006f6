import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentJson } from '../../lib/json/indent.ts';
import { exceededLimit, type JsonLimits } from '../../lib/json/limits.ts';

const ROOMY: JsonLimits = { bytes: 1e9, depth: 1000, values: 1e9, keyBytes: 1e9 };

/** The same numbers by the way of values. */
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

const anyJson = fc.tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, '\t'));

describe('the limits of JSON that strangers wrote', () => {
  it('are told to the very value, level and byte, without making values', () => {
    fc.assert(
      fc.property(anyJson, ([value, indent]) => {
        const bytes = Buffer.from(JSON.stringify(value, null, indent));
        const { depth, values, keyBytes } = measured(JSON.parse(bytes.toString()));
        expect(exceededLimit(bytes, { bytes: bytes.length, depth, values, keyBytes })).toBe(null);
        expect(exceededLimit(bytes, { ...ROOMY, bytes: bytes.length - 1 })).toBe('bytes');
        expect(exceededLimit(bytes, { ...ROOMY, values: values - 1 })).toBe(values > 1 ? 'values' : null);
        if (depth > 0) expect(exceededLimit(bytes, { ...ROOMY, depth: depth - 1 })).toBe('depth');
        if (keyBytes > 0) expect(exceededLimit(bytes, { ...ROOMY, keyBytes: keyBytes - 1 })).toBe('keyBytes');
      }),
      { numRuns: 2000 },
    );
  });

  it('hold for what is no JSON, which is measured somehow', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[],:"\\ 1a') }), (text) => {
        exceededLimit(Buffer.from(text), { ...ROOMY, depth: 3, values: 5 });
      }),
      { numRuns: 2000 },
    );
    expect(exceededLimit(Buffer.from(']]]][[[['), { ...ROOMY, depth: 3 })).toBe('depth');
  });
});

describe('indented text', () => {
  it('is what JSON.stringify makes', () => {
    fc.assert(
      fc.property(anyJson, ([value, indent]) => {
        const bytes = Buffer.from(JSON.stringify(value, null, indent));
        const expected = JSON.stringify(JSON.parse(bytes.toString()), null, 2);
        expect(indentJson(bytes, 0, bytes.length, 1e9)).toEqual({ text: expected, cut: false });
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps every token as it is written, and ends at a line where it is cut', () => {
    const bytes = Buffer.from('{"a":1.0,"b":123456789012345678901,"c":"\\u00e9","a":[],"d":[1,{}]}');
    const { text } = indentJson(bytes, 0, bytes.length, 1e9);
    expect(text).toBe(
      '{\n  "a": 1.0,\n  "b": 123456789012345678901,\n  "c": "\\u00e9",\n  "a": [],\n  "d": [\n    1,\n    {}\n  ]\n}',
    );
    for (let most = 1; most < text.length; most++) {
      const cut = indentJson(bytes, 0, bytes.length, most);
      expect(cut.cut).toBe(true);
      expect(cut.text.length).toBeLessThanOrEqual(most);
      expect(text.startsWith(cut.text)).toBe(true);
    }
  });

  it('of a megabyte of brackets is made no longer than was asked for', () => {
    const deep = Buffer.from('['.repeat(200) + '['.repeat(1000).replaceAll('[', '[],') + '1' + ']'.repeat(200));
    expect(indentJson(deep, 0, deep.length, 5_000).text.length).toBeLessThanOrEqual(5_000);
  });
});
