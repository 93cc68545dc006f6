import { expect, test } from 'vitest';
import type { Progress } from '@/lib/contract/progress.ts';
import { withRate, type Rates } from '@/components/jobs/rates.ts';

const progress = (done: number, rate: number | null, phase = 'load'): Progress => ({
  phase,
  label: 'Loading documents',
  subject: null,
  done,
  total: 1_000,
  unit: 'documents',
  bytes: 0,
  totalBytes: null,
  rate,
  secondsLeft: null,
  counters: null,
  pausedBecause: null,
});
const NONE: Rates = { phase: 'load', seen: [] };
const after = (steps: readonly Progress[]): Rates => steps.reduce(withRate, NONE);

test('the rates of a phase are kept by how far it was', () => {
  expect(after([progress(0, null), progress(100, 50), progress(100, 50), progress(400, 70)]).seen).toEqual([
    { at: 0.1, rate: 50 },
    { at: 0.4, rate: 70 },
  ]);
});

test('the same progress again changes nothing, so a page that draws it comes to rest', () => {
  for (const step of [
    progress(100, 50),
    progress(0, null),
    progress(10, null, 'compare'),
    progress(10, 5, 'compare'),
  ]) {
    const once = withRate(after([progress(500, 1)]), step);
    expect(withRate(once, step)).toBe(once);
  }
});

test('another phase, and one that started again, begin anew', () => {
  expect(after([progress(500, 1), progress(0, 9, 'compare')])).toEqual({
    phase: 'compare',
    seen: [{ at: 0, rate: 9 }],
  });
  expect(after([progress(500, 1), progress(100, 9)]).seen).toEqual([{ at: 0.1, rate: 9 }]);
});

test('a long phase keeps at most some hundred rates, over its whole way', () => {
  const { seen } = after(Array.from({ length: 1_000 }, (_, place) => progress(place, place)));
  expect(seen.length).toBeLessThanOrEqual(401);
  expect(seen[0]!.at).toBe(0);
  expect(seen.at(-1)!.at).toBe(0.999);
});
