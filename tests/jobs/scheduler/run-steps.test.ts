import { expect, test } from 'vitest';
import { endingOf, type RunSteps, type StepOutcome } from '../../../lib/jobs/scheduler/run-steps.ts';

const outcome = (state: StepOutcome['state'], why: string | null = null): StepOutcome => ({
  state,
  why,
  notBackedUp: [],
  cancelled: false,
});
const run = (kinds: ('backup' | 'retention')[], outcomes: StepOutcome[], missing: string[] = []): RunSteps => ({
  steps: kinds.map((kind) => ({ kind })),
  outcomes,
  missing,
});

test('a run is good if all of its steps are', () => {
  expect(endingOf(run(['backup', 'retention'], [outcome('good'), outcome('good')]))).toEqual({
    state: 'good',
    why: null,
  });
});

test('a backup that failed fails the run; old backups that could not be deleted make it partial', () => {
  expect(endingOf(run(['backup'], [outcome('failed', 'No room.')]))).toEqual({ state: 'failed', why: 'No room.' });
  expect(endingOf(run(['backup', 'retention'], [outcome('good'), outcome('failed', 'Denied.')]))).toEqual({
    state: 'partial',
    why: 'Denied.',
  });
});

test('what the cluster does not have makes it partial, and failed if there was nothing else', () => {
  expect(endingOf(run(['backup'], [outcome('good')], ['No gone.']))).toEqual({ state: 'partial', why: 'No gone.' });
  expect(endingOf(run([], [], ['No gone.']))).toEqual({ state: 'failed', why: 'No gone.' });
  expect(endingOf(run([], []))).toMatchObject({ state: 'failed', why: expect.stringMatching(/nothing/) });
});

test('one sentence is said once, and a long text is cut', () => {
  const { why } = endingOf(run(['backup', 'backup'], [outcome('failed', 'Same.'), outcome('failed', 'Same.')]));
  expect(why).toBe('Same.');
  expect(endingOf(run(['backup'], [outcome('failed', 'x'.repeat(5_000))])).why).toHaveLength(1_000);
});
