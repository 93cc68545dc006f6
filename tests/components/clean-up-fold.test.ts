import { expect, test } from 'vitest';
import { withFold, type Line } from '../../app/[cluster]/indices/clean-up/decided-lines.ts';
import { decidedLines } from '../../lib/kinds/clean-up/decided-lines.ts';
import type { CleanUpEntry, CleanUpPlan } from '../../lib/kinds/clean-up/schema.ts';

const entry = (index: string, goes: boolean): CleanUpEntry => ({
  index,
  uuid: index,
  state: 'open',
  documents: 1,
  storeBytes: 1,
  createdAt: null,
  goes,
  because: 'of the rules',
});
const group = (alias: string, ...goes: boolean[]): CleanUpPlan['groups'][number] => ({
  alias,
  entries: goes.map((each, n) => entry(`${alias}-${n}`, each)),
});
const words = (lines: readonly Line[]) =>
  lines.map((line) =>
    line.kind === 'group'
      ? `[${line.alias}]`
      : line.kind === 'fold'
        ? `(${line.names})`
        : line.kind === 'gap'
          ? '…'
          : line.entry.index,
  );

test('the aliases with nothing to delete are folded below the others, and named if they are few', () => {
  const lines = decidedLines([group('a', false), group('b', false, true), group('c', false)]);
  expect(words(withFold(lines, 1, false))).toEqual(['[b]', 'b-0', 'b-1', '(a and c)']);
  expect(words(withFold(lines, 1, true))).toEqual(['[b]', 'b-0', 'b-1', '(a and c)', '[a]', 'a-0', '[c]', 'c-0']);
  const many = decidedLines([group('b', true), ...Array.from({ length: 1_200 }, (_, n) => group(`x${n}`, false))]);
  expect(words(withFold(many, 1, false))).toEqual(['[b]', 'b-0', '(1,200 aliases)']);
});

test('a short list is not folded where nothing is deleted at all, a long one is', () => {
  const short = decidedLines([group('a', false), group('b', false)]);
  expect(withFold(short, 0, false)).toEqual(short);
  const long = decidedLines(Array.from({ length: 30 }, (_, n) => group(`x${n}`, false)));
  expect(words(withFold(long, 0, false))).toEqual(['(30 aliases)']);
});

test('lines that are not loaded yet are counted as aliases', () => {
  const [heading, index] = decidedLines([group('a', true)]);
  const gaps: Line[] = [
    { kind: 'gap', at: 2, heading: true },
    { kind: 'gap', at: 3, heading: false },
  ];
  expect(words(withFold([heading!, index!, ...gaps], 1, false))).toEqual(['[a]', 'a-0', '(1 alias)']);
});
