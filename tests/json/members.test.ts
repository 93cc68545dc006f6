import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eachMember } from '../../lib/json/members.ts';
import { textOf } from '../../lib/json/text.ts';
import { bytesOf } from './arbitraries.ts';

test('the members of an object are those of JSON.parse, with duplicates and __proto__', () => {
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
