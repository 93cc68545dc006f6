import { expect, test } from 'vitest';
import { originSentence, withoutUnknownOrigins } from '../../lib/jobs/origin-sentence.ts';

const staging = { name: 'search-staging', environment: 'staging' };
const test1 = { name: 'search (test)', environment: 'test' };
const demo = { name: 'demo', environment: 'staging' };

test('a note about known clusters is read as it is', () => {
  const note = `${originSentence([staging, test1, demo])} Typed to confirm it: search-production.`;
  expect(withoutUnknownOrigins(note, [demo, staging, test1])).toBe(note);
  expect(withoutUnknownOrigins('Another. The documents come from x (y).', [])).toBe(
    'Another. The documents come from x (y).',
  );
});

test.each([[[]], [[staging]], [[staging, demo]]])('one that is not known is not named: %j', (known) => {
  const note = originSentence([staging, test1, demo]);
  const after = 'The documents come from another cluster.';
  expect(withoutUnknownOrigins(note, known)).toBe(after);
  for (const next of [' Typed to confirm it: x.', ' The command named x by its address.'])
    expect(withoutUnknownOrigins(note + next, known)).toBe(after + next);
});

test('each sentence of a note names only what is known', () => {
  const note = `${originSentence([staging])} ${originSentence([demo], 'may come')} Typed to confirm it: x.`;
  expect(withoutUnknownOrigins(note, [staging, demo])).toBe(note);
  expect(withoutUnknownOrigins(note, [staging])).toBe(
    `${originSentence([staging])} The documents may come from another cluster. Typed to confirm it: x.`,
  );
  expect(withoutUnknownOrigins(note, [])).toBe(
    'The documents come from another cluster. The documents may come from another cluster. Typed to confirm it: x.',
  );
});
