import { expect, it } from 'vitest';
import { suggest } from '../../lib/cli/suggest.ts';
import { VERBS } from '../../lib/cli/verbs.ts';

it('a mistyped word gets a suggestion only if a known one is near', () => {
  expect([
    suggest('helth', Object.keys(VERBS)),
    suggest('clena', Object.keys(VERBS)),
    suggest('back', Object.keys(VERBS)),
    suggest('zzz', Object.keys(VERBS)),
  ]).toEqual(['health', 'clean', 'backup', null]);
});
