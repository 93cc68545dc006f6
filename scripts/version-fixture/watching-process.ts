/**
 * The part of a version's server that watches a cluster and sends messages, until SIGTERM; and what people do on its pages alone: they pin a
 * backup, and mute planned work. Arguments: the checkout of the version, the key of the cluster,
 * the folder and the name of a backup to pin.
 */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as Config from '../../lib/config.ts';
import type * as Jobs from '../../lib/jobs/jobs.ts';
import type * as Mutes from '../../lib/jobs/store/mutes.ts';
import type * as Reads from '../../lib/live/cluster-reads.ts';
import type * as Sending from '../../lib/notify/start-sending.ts';
import type * as Pins from '../../lib/pages/pins.ts';
import type * as Watcher from '../../lib/watch/watcher.ts';

const [checkout = '', key = '', group = '', name = ''] = process.argv.slice(2);
const load = async <Module>(name: string) => (await import(join(checkout, `lib/${name}.ts`))) as Module;

const { findCluster } = await load<typeof Config>('config');
const { runner } = await load<typeof Jobs>('jobs/jobs');
const { readsOf } = await load<typeof Reads>('live/cluster-reads');
const { ClusterWatcher } = await load<typeof Watcher>('watch/watcher');
const { startSending, stopSending } = await load<typeof Sending>('notify/start-sending');
const { addMute } = await load<typeof Mutes>('jobs/store/mutes');
const { pin, pinnableFile } = await load<typeof Pins>('pages/pins');

process.on(
  'SIGTERM',
  () =>
    void stopSending()
      .then(() => runner().stop())
      .then(() => process.exit(0)),
);

const cluster = findCluster(key)!;
const watcher = new ClusterWatcher(cluster);
startSending(() => runner().store);
const hour = 3_600_000;
addMute(runner().store, {
  cluster: key,
  alias: 'government',
  kind: null,
  reason: 'Planned work on the importer.',
  by: 'ann',
  from: new Date().toISOString(),
  until: new Date(Date.now() + hour).toISOString(),
});
pin(await pinnableFile(cluster, { group, name }), { by: 'ann', reason: 'Before the move to a new server.' });
for (;;) {
  const { health, indices } = readsOf(key);
  const options = { maxAgeMs: 0, waitMs: 5_000 };
  await Promise.all([health.readOrLast(options), indices.readOrLast(options)]);
  await watcher.look();
  await sleep(500);
}
