import { expect, test } from 'vitest';
import { clockFinding, skewOf, type ClockReading } from '../../../lib/doctor/words/clock.ts';

const SENT_MS = Date.parse('2026-01-08T03:00:00.400Z');
const reading = (over: Partial<ClockReading>): ClockReading => ({
  of: 'The clock of the node es-1',
  atMs: SENT_MS,
  resolutionMs: 1,
  sentMs: SENT_MS,
  receivedMs: SENT_MS + 300,
  ...over,
});

test.each([
  ['within the round trip', { atMs: SENT_MS + 150 }, 0],
  ['ahead of the answer', { atMs: SENT_MS + 800 }, 500],
  ['behind the request', { atMs: SENT_MS - 501 }, -500],
  ['a header of whole seconds, rounded down', { atMs: Date.parse('2026-01-08T03:00:00Z'), resolutionMs: 1_000 }, 0],
  ['a slow answer', { atMs: SENT_MS + 9_000, receivedMs: SENT_MS + 10_000 }, 0],
])('%s', (_, over, skewMs) => {
  expect(skewOf(reading(over))).toBe(skewMs);
});

test.each([
  [0, 'ok', /show the same time/],
  [3_000, 'ok', /differ by 3.0 s/],
  [5_001, 'warning', /es-1 is 5.0 s ahead of that of this machine/],
  [-40_000, 'warning', /es-1 is 40 s behind that of this machine/],
  [61_000, 'failure', /1 min 1 s ahead/],
  [-3_600_000, 'failure', /1 h behind/],
])('%i ms apart is %s', (skewMs, level, what) => {
  const atMs = skewMs > 0 ? SENT_MS + 300 + skewMs : SENT_MS + skewMs;
  const found = clockFinding([reading({ atMs })]);
  expect(found.level).toBe(level);
  expect(found.what).toMatch(what);
});

test('the worst clock of several is named; without one it is not known', () => {
  const found = clockFinding([
    reading({}),
    reading({ of: 'The clock of the node es-2', atMs: SENT_MS - 90_000 }),
    reading({ of: 'The clock of the node es-3', atMs: SENT_MS + 20_000 }),
  ]);
  expect(found).toMatchObject({ level: 'failure', what: expect.stringContaining('es-2') as string });
  expect(clockFinding([reading({ atMs: SENT_MS - 900 })]).what).toMatch(
    /^The clock of .* and that of this machine differ by/,
  );
  expect(clockFinding([])).toMatchObject({ level: 'warning', what: expect.stringMatching(/^Not known/) as string });
});
