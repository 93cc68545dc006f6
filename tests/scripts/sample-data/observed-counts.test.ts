import { expect, test } from 'vitest';
import { lossIn } from '../../../lib/incidents/rules/loss.ts';
import { DEFAULT_LOSSES } from '../../../lib/incidents/watch-settings.ts';
import { ALL_ALIASES } from '../../../lib/live/alias-counts.ts';
import { observedCounts } from '../../../scripts/sample-data/observed-counts.ts';
import { createTimeline } from '../../../scripts/sample-data/timeline.ts';

test.each(['2026-11-30T05:00:00.000Z', '2026-11-30T10:12:00.000Z', '2026-11-30T23:59:00.000Z'])(
  'the incident of the sample data began at its own time, and is the only one: %s',
  (time) => {
    const now = new Date(time);
    const { events, loss } = createTimeline(now);
    const { counts } = observedCounts(events, now);
    const losses = [...counts.aliases]
      .filter((alias) => alias !== ALL_ALIASES)
      .flatMap((alias) => {
        const found = lossIn(counts.of(alias), {
          rule: DEFAULT_LOSSES,
          open: null,
          closedMs: null,
          isOwn: () => false,
        });
        return found === null ? [] : [{ alias, ...found }];
      });
    expect(losses).toMatchObject([{ alias: 'government', before: 8_940, moved: false }]);
    const { at, after } = losses[0]!.began;
    expect(after).toBeLessThanOrEqual(loss.getTime());
    expect(at).toBeGreaterThanOrEqual(loss.getTime());
    expect(at - after).toBe(60_000);
  },
);
