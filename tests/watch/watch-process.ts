import { findCluster } from '../../lib/config.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { readsOf } from '../../lib/live/cluster-reads.ts';
import { pause } from '../../lib/retry.ts';
import { ClusterWatcher } from '../../lib/watch/watcher.ts';

/**
 * The part of a server process that watches clusters, for tests that end it: as lib/watch/watcher.ts, with an answer before each look.
 * Arguments: keys of clusters. Prints `looked` after each round. The configuration is that of the environment.
 */
const keys = process.argv.slice(2);
const watchers = keys.map((key) => new ClusterWatcher(findCluster(key)!));
process.on(
  'SIGTERM',
  () =>
    void runner()
      .stop()
      .then(() => process.exit(0)),
);

const options = { maxAgeMs: 0, waitMs: 5_000 };
for (;;) {
  await Promise.all(
    keys.flatMap((key) => {
      const { health, indices } = readsOf(key);
      return [health.readOrLast(options), indices.readOrLast(options)];
    }),
  );
  await Promise.all(watchers.map((watcher) => watcher.look()));
  process.stdout.write('looked\n');
  await pause(500);
}
