import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { indentJson } from '../../lib/json/indent.ts';
import { validJson } from './arbitraries.ts';

describe('indented JSON', () => {
  it('is equal to that of JSON.stringify', () => {
    fc.assert(
      fc.property(validJson, (text) => {
        const bytes = Buffer.from(text);
        const expected = JSON.stringify(JSON.parse(bytes.toString()), null, 2);
        expect(indentJson(bytes, 0, bytes.length, 1e9)).toEqual({ text: expected, cut: false });
      }),
      { numRuns: 2000 },
    );
  });

  it('has every token unchanged, and is cut at the end of a line', () => {
    const bytes = Buffer.from('{"a":1.0,"b":123456789012345678901,"c":"\\u00e9","a":[],"d":[1,{}]}');
    const { text } = indentJson(bytes, 0, bytes.length, 1e9);
    expect(text).toBe(
      '{\n  "a": 1.0,\n  "b": 123456789012345678901,\n  "c": "\\u00e9",\n  "a": [],\n  "d": [\n    1,\n    {}\n  ]\n}',
    );
    for (let limit = 1; limit < text.length; limit++) {
      const cut = indentJson(bytes, 0, bytes.length, limit);
      expect(cut.cut).toBe(true);
      expect(cut.text.length).toBeLessThanOrEqual(limit);
      expect(text.startsWith(cut.text)).toBe(true);
    }
  });

  it('of deep nesting is no longer than its limit', () => {
    const deep = Buffer.from('['.repeat(200) + '['.repeat(1000).replaceAll('[', '[],') + '1' + ']'.repeat(200));
    expect(indentJson(deep, 0, deep.length, 5_000).text.length).toBeLessThanOrEqual(5_000);
  });
});
