import { setTimeout as sleep } from 'node:timers/promises';
import { call } from '../support/elasticsearch.ts';

/** Three shards of several files each, some 700 kB together: enough to stop a slow restore in the middle. */
export async function seedSlowIndex(url: string, index: string, aliases: Record<string, object>): Promise<void> {
  await call(url, 'PUT', `/${index}`, {
    settings: { number_of_shards: 3, number_of_replicas: 0, 'index.refresh_interval': '-1' },
    aliases,
  });
  for (let batch = 0; batch < 4; batch++) {
    let lines = '';
    for (let id = batch * 300; id < (batch + 1) * 300; id++) {
      const words = Array.from({ length: 40 }, (_, word) => ((id * 7919 + word * 104_729) % 999_983).toString(36));
      lines += `{"index":{"_id":"${String(id)}"}}\n${JSON.stringify({ text: words.join(' ') })}\n`;
    }
    await call(url, 'POST', `/${index}/_bulk?refresh=true`, lines);
    await call(url, 'POST', `/${index}/_flush?force=true`);
  }
}

/** Until a shard of the new index has received bytes. */
export async function untilRestoring(url: string, index: string): Promise<void> {
  for (;;) {
    const recovery = await call<
      Record<string, { shards: { type: string; index: { size: { recovered_in_bytes: number } } }[] }>
    >(url, 'GET', `/${index}/_recovery`).catch(() => null);
    if (recovery?.[index]?.shards.some(({ index: { size } }) => size.recovered_in_bytes > 0)) return;
    await sleep(50);
  }
}

/** Until a snapshot that is being taken has copied a file. */
export async function untilTaking(url: string): Promise<void> {
  for (;;) {
    const { snapshots } = await call<{ snapshots: { stats: { processed?: { size_in_bytes: number } } }[] }>(
      url,
      'GET',
      '/_snapshot/_status',
    );
    if ((snapshots[0]?.stats.processed?.size_in_bytes ?? 0) > 0) return;
    await sleep(50);
  }
}
