import { expect, test } from 'vitest';
import { healthLabel } from '../../lib/present/health-label.ts';
import { HealthTimeline } from '../../lib/live/health-timeline.ts';
import { outageSince, withOutage, withOutagesEnded, withOutagesStopped } from '../../lib/live/outage.ts';

const START = Date.parse('2026-11-23T11:00:00.000Z');
const at = (seconds: number) => new Date(START + seconds * 1_000);
const labelAt = (timeline: HealthTimeline, seconds: number) => healthLabel(timeline.spans, at(seconds).getTime());

test('what was watched for 17 s is not said of 15 minutes', () => {
  const timeline = new HealthTimeline();
  timeline.observe('green', at(0));
  timeline.observe('green', at(17));
  expect(labelAt(timeline, 17)).toBe('green since 11:00:00 UTC, when watching began 17 s ago');
  for (let second = 30; second <= 900; second += 15) timeline.observe('green', at(second));
  expect(labelAt(timeline, 900)).toBe('green for at least 15 minutes');
});

test('a state begins with the answer that showed it, also after a time without answers', () => {
  const timeline = new HealthTimeline();
  timeline.observe('green', at(0));
  timeline.observe('red', at(5));
  expect(labelAt(timeline, 6)).toBe('red since 11:00:05 UTC');
  timeline.observe('no answer', at(10), at(14));
  timeline.observe('no answer', at(10), at(50));
  expect(labelAt(timeline, 50)).toBe('no answer since 11:00:10 UTC');
  timeline.observe('red', at(53));
  expect(labelAt(timeline, 60)).toBe('red since 11:00:53 UTC');
});

test('a change is still known when it is older than the window, and nothing is said of a time when nobody watched', () => {
  const timeline = new HealthTimeline();
  timeline.observe('green', at(0));
  for (let second = 10; second <= 3_600; second += 60) timeline.observe('yellow', at(second));
  expect(labelAt(timeline, 3_600)).toBe('yellow since 11:00:10 UTC');
  timeline.observe('green', at(7_200));
  expect(labelAt(timeline, 7_210)).toBe('green since 13:00:00 UTC, when watching began 10 s ago');
});

test('a time without answers is one change, which says when it ended', () => {
  const lasting = withOutage(withOutage([], outageSince(at(10), undefined)), outageSince(at(10), undefined));
  expect(lasting.map(({ sentence, level }) => [level, sentence])).toEqual([
    ['bad', 'No answer from the cluster since 11:00:10 UTC.'],
  ]);
  const ended = withOutagesEnded(lasting, at(53));
  expect(ended.map(({ sentence, at: when }) => [when, sentence])).toEqual([
    [at(10).toISOString(), 'No answer from the cluster from 11:00:10 UTC to 11:00:53 UTC (43 s).'],
  ]);
  expect(withOutagesEnded(ended, at(99))).toBe(ended);
  expect(withOutagesStopped(lasting)[0]).toMatchObject({
    sentence: 'No answer from the cluster from 11:00:10 UTC until Restore Desk was stopped.',
    outage: 'over',
  });
});
