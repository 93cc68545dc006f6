import { expect, test } from 'vitest';
import { runInWords, runsInWords } from '../../lib/present/run-strip.ts';
import { runBar } from '../../lib/present/schedule-rows.ts';
import { aNightsRun } from '../support/a-schedule.ts';

test('a run is read out with its time, its state, how it started and why it is not good', () => {
  expect(runInWords(runBar(aNightsRun(29)))).toBe('2026-11-29 03:00 UTC: good. took 40 s');
  const failed = aNightsRun(29, { state: 'failed', trigger: 'person', why: 'The index is closed.' });
  expect(runInWords(runBar(failed))).toBe(
    '2026-11-29 03:00 UTC: failed. started by a person. took 40 s. The index is closed.',
  );
});

test('a strip is read out by its states, the good ones first', () => {
  const runs = [aNightsRun(27), aNightsRun(28, { state: 'missed' }), aNightsRun(29)].map(runBar);
  expect(runsInWords(runs)).toBe('2 good, 1 missed');
  expect(runsInWords([])).toBe('no run yet');
});
