import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MORE, skipSpace, skipValue } from '../../lib/json/skip-value.ts';
import { bytesOf, validJson } from './arbitraries.ts';

test('the end of a value is found, and MORE is returned at every earlier cut', () => {
  fc.assert(
    fc.property(validJson, fc.nat(), (text, cut) => {
      const bytes = bytesOf(`${text},"next":1}`);
      const end = bytesOf(text).length;
      expect(skipValue(bytes, 0, bytes.length)).toBe(end);
      expect(skipValue(bytes, 0, cut % end)).toBe(MORE);
    }),
    { numRuns: 2000 },
  );
});

test('comments and a byte order mark become spaces, wherever the bytes are cut', () => {
  const text = '\ufeff/* [" */{"a":/* "}]* / */1, // "]\r\n"b//":[1/**/,"/*"],"c":{}// {\n}/**/,';
  const whole = bytesOf(text);
  for (let cut = 0; cut <= whole.length; cut++) {
    const bytes = bytesOf(text);
    let at = skipSpace(bytes, 0, cut);
    if (at < cut) skipValue(bytes, at, cut);
    at = skipSpace(bytes, 0, bytes.length);
    const end = skipValue(bytes, at, bytes.length);
    expect(JSON.parse(bytes.toString('utf8', at, end))).toEqual({ a: 1, 'b//': [1, '/*'], c: {} });
    expect(skipSpace(bytes, end, bytes.length)).toBe(bytes.length - 1);
    expect(bytes.length).toBe(whole.length);
  }
});

test('100,000 levels are skipped without recursion', () => {
  const bytes = bytesOf('['.repeat(100_000) + ']'.repeat(100_000));
  expect(skipValue(bytes, 0, bytes.length)).toBe(200_000);
});
