import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseExact } from '../../lib/json/exact.ts';
import { parseSteps } from '../../lib/json/parse-steps.ts';
import { runSync } from '../../lib/slices.ts';

const parse = (text: string) => runSync(parseSteps(Buffer.from(text), (piece) => JSON.parse(piece) as unknown));
const many = (count: number) =>
  Object.fromEntries(
    Array.from({ length: count }, (_, n) => [`índex-${n}`, { settings: { 'index.uuid': `uuid "${n}" \\ \u2028` }, n }]),
  );

test('JSON larger than a piece is parsed as by JSON.parse', () => {
  const value = {
    took: 3,
    indices: many(5_000),
    list: Object.values(many(3_000)),
    text: 'x'.repeat(300_000),
    none: {},
  };
  expect(parse(JSON.stringify(value))).toEqual(value);
  expect(parse(JSON.stringify(value, null, 2))).toEqual(value);
});

test('any small value is parsed as by JSON.parse', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(parse(JSON.stringify(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});

test('__proto__ is an ordinary key, of small and of large values', () => {
  const text = `{"a":${JSON.stringify(many(2_000))},"__proto__":${JSON.stringify(many(2_000))},"constructor":1}`;
  const read = parse(text) as object;
  expect(Object.keys(read)).toEqual(['a', '__proto__', 'constructor']);
  expect(Object.getPrototypeOf(read)).toBe(Object.prototype);
  expect(JSON.stringify(read)).toBe(text);
});

test('numbers that JavaScript can’t represent are unchanged', () => {
  const text = `{"list":[${Array.from({ length: 30_000 }, () => '9007199254740993').join(',')}]}`;
  expect(JSON.stringify(runSync(parseSteps(Buffer.from(text), parseExact)))).toBe(text);
});

const whole = JSON.stringify({ indices: many(3_000), list: [1, 2] });
test.each([
  ['truncated', whole.slice(0, -40)],
  ['truncated by one byte', whole.slice(0, -1)],
  ['with more after it', `${whole} x`],
  ['with an extra comma', whole.replace(',"list"', ',,"list"')],
  ['with an invalid piece', whole.replace('"n":2000', '"n":2000x')],
  ['without a quote', whole.replace('"index.uuid":"uuid', '"index.uuid":uuid')],
  ['of opening brackets only', '['.repeat(5_000_000)],
  ['of a page of a proxy', `<html>${'<p>text</p>'.repeat(20_000)}</html>`],
])('text that is not JSON is refused: %s', (_, text) => {
  expect(() => parse(text)).toThrow(SyntaxError);
});
