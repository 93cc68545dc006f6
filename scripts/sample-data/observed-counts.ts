import { at, byName, type ByName } from '../../lib/contract/by-name.ts';
import type { CountChanges } from '../../lib/contract/count-points.ts';
import { countsOf } from '../../lib/live/alias-counts.ts';
import { DocumentCounts } from '../../lib/live/document-counts.ts';
import type { Event } from './timeline.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** The last day's counts, and what is saved of them. `uuids`: of the indices. */
export function observedCounts(events: readonly Event[], now: Date, uuids: ByName<string> = byName([])) {
  const counts = new DocumentCounts();
  const points: CountChanges['points'] = [];
  for (let time = now.getTime() - DAY_MS; time <= now.getTime(); time += MINUTE_MS)
    points.push(...counts.observe(countsOf(indicesAt(events, new Date(time), uuids)), time).points);
  const changes: CountChanges = { points, watched: [...counts.watched], dropped: [], droppedWatched: [] };
  return { counts, changes };
}

/** The indices at a time of the timeline, each with its documents and aliases. */
function indicesAt(events: readonly Event[], time: Date, uuids: ByName<string>): Parameters<typeof countsOf>[0] {
  const documents = new Map<string, number>();
  const pointsTo = new Map<string, readonly string[]>();
  for (const event of events.filter((each) => each.at <= time)) {
    if (event.kind === 'build') documents.set(event.index, event.documents);
    if (event.kind === 'document-loss') documents.set(event.index, event.remaining);
    if (event.kind === 'move-alias') pointsTo.set(event.alias, event.indices);
  }
  return [...documents].map(([index, count]) => ({
    uuid: at(uuids, index) ?? index,
    documents: count,
    aliases: [...pointsTo].flatMap(([alias, indices]) => (indices.includes(index) ? [{ alias }] : [])),
  }));
}
