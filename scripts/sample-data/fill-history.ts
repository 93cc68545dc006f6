import { at, byName, type ByName } from '../../lib/contract/by-name.ts';
import type { CountChanges } from '../../lib/contract/count-points.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { saveCounts } from '../../lib/jobs/store/document-counts.ts';
import { countsOf } from '../../lib/live/alias-counts.ts';
import { DocumentCounts } from '../../lib/live/document-counts.ts';
import { sendRequest } from '../servers/send-request.ts';
import type { Event, Timeline } from './timeline.ts';

interface HistoryOptions {
  /** The filled cluster, and the key under which the dashboard will know it. */
  url: string;
  cluster: string;
  dataDirectory: string;
  timeline: Timeline;
  now?: Date;
}

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * The documents of each alias over the last day, as a dashboard would have observed them each minute: the timeline's last
 * day, like its backups, is a part of the sample data.
 */
export async function fillHistory({ url, cluster, dataDirectory, timeline, now = new Date() }: HistoryOptions) {
  const uuids = await indexUuids(url);
  const uuid = await clusterUuid(url);
  const counts = new DocumentCounts();
  const saved: CountChanges = { points: [], watched: [], dropped: [], droppedWatched: [] };
  for (let time = now.getTime() - DAY_MS; time <= now.getTime(); time += MINUTE_MS) {
    const changes = counts.observe(countsOf(indicesAt(timeline.events, new Date(time), uuids)), time);
    saved.points.push(...changes.points);
  }
  const store = JobStore.open(dataDirectory);
  saveCounts(store, { key: cluster, uuid }, { ...saved, watched: [...counts.watched] });
  store.close();
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

export async function clusterUuid(url: string): Promise<string> {
  const connection = connect({ url });
  try {
    return (await connection.identity()).uuid;
  } finally {
    await connection.close();
  }
}

async function indexUuids(url: string): Promise<ByName<string>> {
  const { status, text } = await sendRequest(`${url}/_cat/indices?format=json&h=index,uuid&expand_wildcards=all`);
  if (status !== 200) throw new Error(`The indices could not be listed: ${status} ${text.slice(0, 300)}`);
  return byName(
    (JSON.parse(text) as { index: string; uuid: string }[]).map(({ index, uuid }) => [index, uuid] as const),
  );
}
