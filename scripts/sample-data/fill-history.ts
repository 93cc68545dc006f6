import { byName, type ByName } from '../../lib/contract/by-name.ts';
import { connect } from '../../lib/elasticsearch/client/client.ts';
import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { saveCounts } from '../../lib/jobs/store/document-counts.ts';
import { sendRequest } from '../servers/send-request.ts';
import { observedCounts } from './observed-counts.ts';
import type { Timeline } from './timeline.ts';

interface HistoryOptions {
  /** The filled cluster, and the key under which the dashboard will know it. */
  url: string;
  cluster: string;
  dataDirectory: string;
  timeline: Timeline;
  now?: Date;
}

/**
 * The documents of each alias over the last day, as a dashboard would have observed them each minute: the timeline's last
 * day, like its backups, is a part of the sample data.
 */
export async function fillHistory({ url, cluster, dataDirectory, timeline, now = new Date() }: HistoryOptions) {
  const uuids = await indexUuids(url);
  const uuid = await clusterUuid(url);
  const { changes } = observedCounts(timeline.events, now, uuids);
  const store = JobStore.open(dataDirectory);
  saveCounts(store, { key: cluster, uuid }, changes);
  store.close();
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
