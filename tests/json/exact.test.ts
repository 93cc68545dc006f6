import { describe, expect, it } from 'vitest';
import { isRawNumber, parseExact, toPlainJson } from '../../lib/json/exact.ts';

describe('numbers that JavaScript can’t represent', () => {
  it('are unchanged by parseExact and JSON.stringify', () => {
    const text =
      '{"a":9007199254740993,"b":1.0,"c":1e5,"d":18446744073709551615,"e":123456789012345678901234567890,"f":-0,"g":[0.1,100]}';
    expect(JSON.stringify(parseExact(text))).toBe(text);
    expect(isRawNumber((parseExact(text) as { a: unknown }).a)).toBe(true);
    expect((parseExact(text) as { g: unknown }).g).toEqual([0.1, 100]);
  });

  it('are ordinary numbers in plain objects after toPlainJson', () => {
    expect(toPlainJson(parseExact('{"a":1.0,"b":[1e5],"c":"1.0"}'))).toEqual({ a: 1, b: [100_000], c: '1.0' });
    expect(toPlainJson(undefined)).toBeUndefined();
  });
});
