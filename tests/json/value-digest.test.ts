import fc from 'fast-check';
import { expect, test } from 'vitest';
import { valueDigest } from '../../lib/json/value-digest.ts';

/** null: not one JSON value. */
function digestOf(text: string): string | null {
  const bytes = Buffer.from(` ${text} `);
  const digest = new Uint32Array(2);
  return valueDigest(bytes, 0, bytes.length, digest) ? digest.join(' ') : null;
}

test.each([
  ['{"a":1,"b":2}', '{"b":2,"a":1}'],
  ['{"a": [1, {"x":null}] }', '{"a":[1,{"x":null}]}'],
  ['1.0', '1'],
  ['[1e2]', '[100]'],
  ['[1E+2]', '[100.00]'],
  ['0.10', '1e-1'],
  ['-0.0', '0'],
  ['0e99999999999999999999', '0'],
  ['"\\u00e9"', '"é"'],
  ['"\\/"', '"/"'],
  ['{"\\u0061":1}', '{"a":1}'],
  ['"\\ud83d\\ude00"', '"😀"'],
  ['{"a":1,"a":2}', '{"a":2,"a":1}'],
])('%s has the value of %s', (one, other) => {
  expect(digestOf(one)).not.toBeNull();
  expect(digestOf(one)).toBe(digestOf(other));
});

test.each([
  ['9007199254740993', '9007199254740992'],
  ['0.1', '0.10000000000000001'],
  ['1e9007199254740993', '1e9007199254740992'],
  ['1', '-1'],
  ['1', '"1"'],
  ['1', '[1]'],
  ['null', '{}'],
  ['{}', '[]'],
  ['[1,2]', '[2,1]'],
  ['[[1],2]', '[1,[2]]'],
  ['{"a":null}', '{}'],
  ['{"a":1,"b":2}', '{"a":2,"b":1}'],
  ['{"a":{"b":1}}', '{"b":{"a":1}}'],
  ['{"a":{"x":1},"b":{"y":1}}', '{"a":{"y":1},"b":{"x":1}}'],
  ['true', 'false'],
  ['"true"', 'true'],
  ['"\\ud800"', '"\\ud801"'],
  ['"\\ud800"', '"\\ufffd"'],
  ['{"a":1,"a":1}', '{"a":1}'],
])('%s has another value than %s', (one, other) => {
  expect(digestOf(one)).not.toBeNull();
  expect(digestOf(other)).not.toBeNull();
  expect(digestOf(one)).not.toBe(digestOf(other));
});

test.each(['', '{', '{"a"}', '[1,]', '{"a":1,}', '1 2', 'nul', '01', '-01', '01x', '"a', '[1}', '--1', '.5', '1.'])(
  '%j is not a value',
  (text) => {
    expect(digestOf(text)).toBeNull();
  },
);

test('the digest does not depend on the order of members and the spelling of texts and numbers', () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.infiniteStream(fc.boolean()), (value, coins) => {
      const coin = () => coins.next().value as boolean;
      expect(digestOf(respelled(value, coin))).toBe(digestOf(JSON.stringify(value)));
    }),
  );
});

test('values that differ have different digests', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (one, other) => {
      const same = canonical(one) === canonical(other);
      expect(digestOf(JSON.stringify(one)) === digestOf(JSON.stringify(other))).toBe(same);
    }),
  );
});

test('a value of any depth has a digest', () => {
  const depth = 200_000;
  expect(digestOf('['.repeat(depth) + ']'.repeat(depth))).not.toBeNull();
  expect(digestOf('{"a":'.repeat(depth) + '1' + '}'.repeat(depth))).not.toBeNull();
});

function respelled(value: unknown, coin: () => boolean): string {
  if (Array.isArray(value)) return `[ ${value.map((each) => respelled(each, coin)).join(' ,')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([key, inner]) => `${respelled(key, coin)}\n: ${respelled(inner, coin)}`);
    return `{${(coin() ? members.reverse() : members).join(',')} }`;
  }
  if (typeof value === 'string' && coin() && value.isWellFormed())
    return `"${Array.from({ length: value.length }, (_, at) => `\\u${value.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`;
  if (typeof value === 'number' && Number.isInteger(value) && !String(value).includes('e') && coin())
    return `${value}.0`;
  return JSON.stringify(value);
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
  return `{${members.sort().join(',')}}`;
}
