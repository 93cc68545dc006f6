import type { CountPoint, SavedCounts } from '../../contract/count-points.ts';
import { formatUtc } from '../../format.ts';
import { savedCounts } from '../../jobs/store/document-counts.ts';
import { kinds } from '../../kinds/kinds.ts';
import type { IncidentPart, IncidentSource } from './source.ts';
import { jsonOf } from './text.ts';

/** Before the job began, and after it ended. */
const AROUND_MS = 30 * 60_000;
/** Of all aliases together. */
const MOST_POINTS = 20_000;

interface Window {
  from: number;
  to: number;
}

/** What was seen of the cluster around the time of the job: health, changes, and the documents of each alias. */
export function clusterPart(source: IncidentSource): IncidentPart {
  const window = windowOf(source);
  const from = new Date(window.from).toISOString();
  const to = new Date(window.to).toISOString();
  const health = healthIn(source, from, to);
  const changes = source.seen.changes.filter(({ at }) => at >= from && at <= to);
  const counts = countsIn(source, window);
  return {
    name: 'cluster.json',
    what: `What was seen of the cluster from ${formatUtc(from)} to ${formatUtc(to)}: health, changes, and the documents of each alias.`,
    content: jsonOf({
      from,
      to,
      notes: [
        ...(source.seen.healthSpans === null
          ? ['The health is kept in the memory of the dashboard, for a quarter of an hour: download the bundle there.']
          : health.length === 0
            ? ['Nothing is known of the health in this time: it is kept in memory, for a quarter of an hour.']
            : []),
        ...(changes.length === 0 ? ['No change is known in this time: the latest 200 changes are kept.'] : []),
        ...(counts.watched.length === 0
          ? ['The documents of aliases were not watched in this time: a day is kept.']
          : []),
        ...counts.notes,
      ],
      health,
      changes,
      documents: { watched: counts.watched, aliases: counts.aliases },
    }),
  };
}

function windowOf({ job, takenAt }: IncidentSource): Window {
  const began = ('startedAt' in job && job.startedAt) || job.createdAt;
  const ended = 'endedAt' in job ? Date.parse(job.endedAt) + AROUND_MS : takenAt.getTime();
  return { from: Date.parse(began) - AROUND_MS, to: Math.min(ended, takenAt.getTime()) };
}

/** Spans that reach into the window. */
const healthIn = ({ seen }: IncidentSource, from: string, to: string) =>
  (seen.healthSpans ?? []).filter((span) => span.to >= from && span.from <= to);

interface Counts {
  watched: { from: string; to: string }[];
  aliases: { alias: string; points: { at: string; notYetAt: string; documents: number | null }[] }[];
  notes: string[];
}

/** The changes of each alias's documents in the window, after the point that held when it began. */
function countsIn({ job, seen, store }: IncidentSource, window: Window): Counts {
  const uuid = kinds.of(job.work).clusterUuid(job.work) ?? seen.uuid ?? '';
  const saved = savedCounts(store, { key: job.cluster, uuid });
  const watched = saved.watched
    .filter(({ began, ended }) => ended >= window.from && began <= window.to)
    .map(({ began, ended }) => ({ from: iso(began), to: iso(ended) }));
  const found = watched.length === 0 ? [] : inWindow(saved, window);
  const kept = found.slice(0, MOST_POINTS);
  const byAlias = Map.groupBy(kept, ({ alias }) => alias);
  return {
    watched,
    aliases: [...byAlias].map(([alias, points]) => ({
      alias,
      points: points.map(({ point: { after, at, documents } }) => ({ at: iso(at), notYetAt: iso(after), documents })),
    })),
    notes: kept.length < found.length ? [`The first ${kept.length} of ${found.length} changes of documents.`] : [],
  };
}

function inWindow({ points }: SavedCounts, { from, to }: Window): { alias: string; point: CountPoint }[] {
  return points.filter(({ alias, point }, place) => {
    if (point.at > to) return false;
    const next = points[place + 1];
    // Points are in the order of their alias and time.
    return point.at >= from || next?.alias !== alias || next.point.at > from;
  });
}

const iso = (ms: number): string => new Date(ms).toISOString();
