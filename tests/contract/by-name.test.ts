import { ESLint } from 'eslint';
import { expect, test } from 'vitest';
import { at, byName, entriesOf, isNamed, namesOf, type ByName } from '../../lib/contract/by-name.ts';

const ODD = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf'];

test.each(ODD)('%s is found only if it is an own key, also in JSON', (name) => {
  const none = byName<number>([['other', 1]]);
  expect(at(none, name)).toBeUndefined();
  expect(isNamed(none, name)).toBe(false);
  const one = byName<number>([[name, 7]]);
  expect(at(one, name)).toBe(7);
  expect(namesOf(one)).toEqual([name]);
  const parsed = JSON.parse(JSON.stringify(one)) as ByName<number>;
  expect(entriesOf(parsed)).toEqual([[name, 7]]);
  expect(at(parsed, name)).toBe(7);
});

test('no name is in undefined or null', () => {
  expect(at(undefined, 'constructor')).toBeUndefined();
  expect(entriesOf(null)).toEqual([]);
});

test('the compiler refuses an index by a cluster’s names', () => {
  const named = byName([['a', 1]]);
  const index = (name: string) =>
    // @ts-expect-error: `constructor` would be found in every object
    named[name] as unknown;
  expect(index('constructor')).toBe(Object);
});

test.each([
  ['lib/live/changes.ts', 'export type Aliases = Record<string, number>;'],
  ['lib/elasticsearch/health/health.ts', 'export interface Aliases { [alias: string]: number }'],
  ['lib/contract/overview.ts', "import { z } from 'zod';\nexport const a = z.record(z.string(), z.number());"],
  ['app/[cluster]/(overview)/chart.tsx', 'export const has = (alias: string, all: object) => alias in all;'],
])('the linter refuses a record of any string in %s', async (filePath, code) => {
  const [result] = await new ESLint().lintText(`${code}\n`, { filePath });
  expect(result!.messages.map(({ ruleId }) => ruleId)).toContain('no-restricted-syntax');
});
