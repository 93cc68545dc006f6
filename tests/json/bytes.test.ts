import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asBrowserReads, isRawNumber, parseExact } from '../../lib/json/exact.ts';
import { eachMember } from '../../lib/json/members.ts';
import { MORE, skipSpace, skipValue } from '../../lib/json/skip-value.ts';
import { textOf } from '../../lib/json/text.ts';
import { VALID, validateJson } from '../../lib/json/validate.ts';

const bytesOf = (text: string) => Buffer.from(text, 'utf8');
const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};
/** Text that is nearly JSON: pieces of it in any order, so that wrong and right are both common. */
const nearlyJson = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"',
      '\\',
      '\\"',
      '\\u00e',
      '\\ud800',
      'a',
      'é',
      '0',
      '1',
      '-',
      '.',
      'e',
      'E+',
      '1e5',
      '01',
      'true',
      'fals',
      'null',
      ' ',
      '\n',
      '\t',
      '\u0001',
      '""',
      '"k":',
      '{}',
      '[]',
      '12.50',
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
const spaced = fc
  .tuple(fc.jsonValue({ maxDepth: 5 }), fc.constantFrom(undefined, 1, 2, '\t'))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

describe('the byte scanner against JSON.parse', () => {
  it('takes as JSON exactly what JSON.parse takes', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, spaced, fc.string({ unit: 'binary' })), (text) => {
        const bytes = bytesOf(text);
        expect(validateJson(bytes, 0, bytes.length) === VALID).toBe(isJson(bytes.toString('utf8')));
      }),
      { numRuns: 5000 },
    );
  });

  it('names a wrong byte no later than the end, and never one that could still be right', () => {
    fc.assert(
      fc.property(nearlyJson, (text) => {
        const bytes = bytesOf(text);
        const wrong = validateJson(bytes, 0, bytes.length);
        if (wrong === VALID) return;
        expect(wrong).toBeGreaterThanOrEqual(0);
        expect(wrong).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the end of a value wherever more bytes follow, and asks for more at every cut before it', () => {
    fc.assert(
      fc.property(spaced, fc.nat(), (text, cut) => {
        const bytes = bytesOf(`${text},"next":1}`);
        const end = bytesOf(text).length;
        expect(skipValue(bytes, 0, bytes.length)).toBe(end);
        expect(skipValue(bytes, 0, cut % end)).toBe(MORE);
      }),
      { numRuns: 2000 },
    );
  });

  it('makes spaces of comments and of a byte order mark, wherever the bytes end at first', () => {
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

  it('walks over the members of an object as JSON.parse finds them, duplicates and __proto__ included', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(
            fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('__proto__', '', '_id', '\u2028', '"', '\\')),
            fc.jsonValue(),
          ),
          { maxLength: 8 },
        ),
        (pairs) => {
          const text = `{${pairs.map(([key, value]) => ` ${JSON.stringify(key)} : ${JSON.stringify(value)} `).join(',')}}`;
          const bytes = bytesOf(text);
          const found: [string, unknown][] = [];
          const end = eachMember(bytes, 0, bytes.length, ({ keyStart, keyEnd, valueStart, valueEnd }) => {
            found.push([
              textOf(bytes, keyStart - 1, keyEnd + 1),
              JSON.parse(bytes.toString('utf8', valueStart, valueEnd)),
            ]);
          });
          expect(end).toBe(bytes.length);
          expect(found).toEqual(pairs.map(([key, value]) => [key, JSON.parse(JSON.stringify(value))]));
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('goes 100,000 levels deep without a stack', () => {
    const bytes = bytesOf('['.repeat(100_000) + ']'.repeat(100_000));
    expect(validateJson(bytes, 0, bytes.length)).toBe(VALID);
    expect(skipValue(bytes, 0, bytes.length)).toBe(200_000);
    expect(validateJson(bytes, 0, bytes.length - 1)).toBe(199_999);
  });
});

describe('numbers that JavaScript can’t hold', () => {
  it('stay as they are written through parseExact and JSON.stringify', () => {
    const text =
      '{"a":9007199254740993,"b":1.0,"c":1e5,"d":18446744073709551615,"e":123456789012345678901234567890,"f":-0,"g":[0.1,100]}';
    expect(JSON.stringify(parseExact(text))).toBe(text);
    expect(isRawNumber((parseExact(text) as { a: unknown }).a)).toBe(true);
    expect((parseExact(text) as { g: unknown }).g).toEqual([0.1, 100]);
  });

  it('are numbers to a browser, in plain objects, which is all that React hands over', () => {
    expect(asBrowserReads(parseExact('{"a":1.0,"b":[1e5],"c":"1.0"}'))).toEqual({ a: 1, b: [100_000], c: '1.0' });
    expect(asBrowserReads(undefined)).toBeUndefined();
  });
});
