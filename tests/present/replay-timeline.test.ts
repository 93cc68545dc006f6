import { expect, test } from 'vitest';
import { drawnTimeline } from '../../lib/present/replay-timeline.ts';
import { aReplayPlan } from '../support/replay-plan.ts';

const burst = {
  from: '2026-11-28T04:20:00Z',
  to: '2026-11-28T04:21:00Z',
  deletes: 7_822,
  before: '2026-11-28T04:19:59.999999999Z',
  sent: true,
};

test('a server is drawn without its gap, in percent of the time', () => {
  const [server] = drawnTimeline(aReplayPlan())!.servers;
  expect(server).toEqual({
    name: 'search-1',
    covered: [
      { left: 20, width: 20 },
      { left: 60, width: 40 },
    ],
    gaps: [{ left: 40, width: 20 }],
  });
});

test('what is not sent is before the beginning and after the end', () => {
  const plan = aReplayPlan();
  expect(drawnTimeline(plan)!.excluded).toEqual([{ left: 0, width: 20 }]);
  const ended = aReplayPlan({ choice: { ...plan.choice, to: '2026-11-28T04:20:00Z' } });
  expect(drawnTimeline(ended)!.excluded).toEqual([
    { left: 0, width: 20 },
    { left: 80, width: 20 },
  ]);
});

test('markers say where the replay begins, the burst of deletions, and when the documents were lost', () => {
  const plan = aReplayPlan({ bursts: [burst], lostAt: '2026-11-28T04:25:00Z' });
  expect(drawnTimeline(plan)!.markers).toEqual([
    { left: 20, text: '03:20 start', bad: false },
    { left: 80, text: '04:20: 7,822 deletions', bad: true },
    { left: 85, text: '04:25 lost its documents', bad: true },
  ]);
});

test('a burst of deletions does not make the other bars too low to be seen', () => {
  const { timeline } = aReplayPlan();
  const bins = Array.from({ length: 110 }, () => ({ send: 10, excluded: 0, deletes: 0 }));
  bins[88] = { send: 0, excluded: 7_822, deletes: 7_822 };
  const drawn = drawnTimeline(aReplayPlan({ bursts: [burst], timeline: { ...timeline!, seconds: 55, bins } }))!;
  expect(drawn.bars[0]!.send).toBe(50);
  expect(drawn.bars[88]).toMatchObject({ excluded: 100, deletes: true });
});

test('there are at most seven round times, with the day where the capture is of several', () => {
  expect(drawnTimeline(aReplayPlan())!.ticks.map(({ text }) => text)).toEqual(['03:00', '03:30', '04:00', '04:30']);
  const { timeline } = aReplayPlan();
  const week = drawnTimeline(aReplayPlan({ timeline: { ...timeline!, to: '2026-12-03T04:40:00Z' } }))!;
  expect(week.ticks.map(({ text }) => text)).toEqual(['29 Nov', '30 Nov', '1 Dec', '2 Dec', '3 Dec']);
});

test('nothing is drawn where no request was captured', () => {
  expect(drawnTimeline(aReplayPlan({ timeline: null }))).toBeNull();
});
