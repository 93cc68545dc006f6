import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { indexToTypeOf, isTyped, textToType } from '@/lib/index-to-type.ts';

const NAME = 'government-2026-11-24t11-18-00z-b6b1de95-4c1d-983f-aeeb-05442e690af5';

test('the alias and four characters are asked for, and the full name is accepted too', () => {
  const asked = indexToTypeOf(NAME, [NAME, 'scratch', 'detailed-2026-11-24t11-18-00z-b6b1de95']);
  expect(textToType(asked)).toBe('government b6b1');
  for (const typed of ['government b6b1', '  Government   B6B1\n', 'government · b6b1', NAME, ` ${NAME} `])
    expect(isTyped(typed, asked), typed).toBe(true);
  for (const typed of [
    '',
    'government',
    'b6b1',
    'governmentb6b1',
    'government-b6b1',
    'detailed b6b1',
    'government b6b',
  ])
    expect(isTyped(typed, asked), typed).toBe(false);
});

test('another index of the alias with the same four characters demands the full name', () => {
  const asked = indexToTypeOf(NAME, ['government-2026-11-28t07-22-00z-b6b1ffff', NAME]);
  expect(textToType(asked)).toBe(NAME);
  expect(isTyped('government b6b1', asked)).toBe(false);
  expect(isTyped(NAME, asked)).toBe(true);
});

test('a name of another form is typed whole', () => {
  expect(indexToTypeOf('scratch', [])).toEqual({ name: 'scratch', short: null });
  expect(isTyped('Scratch', indexToTypeOf('scratch', []))).toBe(true);
  expect(isTyped('null', indexToTypeOf('scratch', []))).toBe(false);
});

const group = fc.constantFrom('a', 'a·', 'a-b', '·a', 'a·b');
const id = fc.stringMatching(/^[01]{0,5}$/);
const names = fc.oneof(
  fc
    .tuple(group, fc.constantFrom('24', '25', '32'), id)
    .map(([of, day, hex]) => `${of}-2026-11-${day}t10-00-00z-${hex}`),
  fc.constantFrom('a', 'scratch', 'a-0000'),
);

test('what confirms one index never confirms another', () => {
  fc.assert(
    fc.property(fc.uniqueArray(names, { minLength: 2, maxLength: 12 }), (all) => {
      const asked = all.map((name) => indexToTypeOf(name, all));
      for (const one of asked)
        for (const other of asked)
          for (const typed of [one.name, textToType(one), textToType(one).replace(' ', ' · ').toUpperCase()])
            expect(isTyped(typed, other), `${typed} for ${other.name}`).toBe(one === other);
    }),
    { numRuns: 500 },
  );
});
