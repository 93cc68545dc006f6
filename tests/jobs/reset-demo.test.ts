import { expect, test } from 'vitest';
import { isDemo, resetDemo } from '../../lib/jobs/reset-demo.ts';
import { failureOf } from '../support/failure-of.ts';
import { operator } from './builders.ts';

test('outside of the demo a reset is refused before anything is changed', async () => {
  expect(isDemo()).toBe(false);
  expect(await failureOf(resetDemo('local', operator))).toMatchObject({
    code: 'refused',
    message: 'This is not the demo: there is no sample data to restore.',
  });
});
