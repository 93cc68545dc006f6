import { expect, test } from 'vitest';
import { expectNothingUnhandled, unhandledIn } from './unhandled.ts';

test('an unhandled error fails the tests of its dashboard and is shown with its stack', () => {
  const output = [
    '{"level":30,"msg":"a job began"}',
    ' ⨯ unhandledRejection: TypeError: known.indices.push is not a function',
    '    at pictureOf (lib/live/changes.ts:21:21)',
    '{"level":30,"msg":"a job ended"}',
    'uncaughtException:  Error: late',
    '{"level":50,"event":"unhandledRejection","msg":"A defect: an error was met that nothing handled."}',
  ].join('\n');
  expect(unhandledIn(output)).toEqual([
    ' ⨯ unhandledRejection: TypeError: known.indices.push is not a function\n    at pictureOf (lib/live/changes.ts:21:21)',
    'uncaughtException:  Error: late',
    '{"level":50,"event":"unhandledRejection","msg":"A defect: an error was met that nothing handled."}',
  ]);
  expect(() => expectNothingUnhandled(output)).toThrow(/met 3 errors that nothing handled/);
});

test('an output of refusals and failed jobs has no unhandled error', () => {
  expect(() => expectNothingUnhandled('{"level":50,"msg":"A route met a defect."}\nReady in 200ms')).not.toThrow();
});
