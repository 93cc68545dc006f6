import { formatNameTime, type Event } from './timeline.ts';

const DAY = 86_400_000;

/** Older content than the other cluster has, and one alias without a backup for six days. */
const ALIASES = [
  { alias: 'government', builtDaysAgo: 12, documents: 8_310, backedUpDaysAgo: 6 },
  { alias: 'detailed', builtDaysAgo: 9, documents: 2_511, backedUpDaysAgo: 0.2 },
  { alias: 'metasearch', builtDaysAgo: 21, documents: 522, backedUpDaysAgo: 0.2 },
];

/** The past of the demo's staging cluster, oldest first. */
export function stagingEvents(now: Date): Event[] {
  const before = (days: number, minutes = 0) => new Date(now.getTime() - days * DAY + minutes * 60_000);
  const events = ALIASES.flatMap(({ alias, backedUpDaysAgo, builtDaysAgo, documents }): Event[] => {
    const at = before(builtDaysAgo);
    const index = `${alias}-${formatNameTime(at)}-staging`;
    return [
      { kind: 'build', at, alias, index, documents },
      { kind: 'move-alias', at: before(builtDaysAgo, 10), alias, indices: [index] },
      { kind: 'back-up', at: before(backedUpDaysAgo), alias },
    ];
  });
  return events.sort((a, b) => a.at.getTime() - b.at.getTime());
}
