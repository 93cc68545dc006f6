/**
 * One measured task with a snapshot, in a process of its own: `snapshot-task.ts <name> <url> <options as JSON>`. Prints its result
 * as JSON. The `plain` ones send the one request that a person would, and wait for its response.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { sdkSources } from '../scripts/sample-data/sdk-sources.ts';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { anything } from '../lib/elasticsearch/client/shape.ts';
import { planRestoreSnapshot } from '../lib/kinds/restore-snapshot/plan.ts';
import { runRestoreSnapshot } from '../lib/kinds/restore-snapshot/run.ts';
import type { RestoreSnapshotCheckpoint } from '../lib/kinds/restore-snapshot/schema.ts';
import { planSnapshot } from '../lib/kinds/snapshot/plan.ts';
import { runSnapshot } from '../lib/kinds/snapshot/run.ts';
import type { SnapshotCheckpoint, TakenSnapshot } from '../lib/kinds/snapshot/schema.ts';
import type { Run } from '../lib/running/run.ts';

interface Options {
  index: string;
  repository: string;
  snapshot: string;
  /** The name of the restored index. */
  into: string;
  /** What Restore Desk's own database knows of the snapshots that it took: written by `take`, read by `restore`. */
  takenFile: string;
}

const [name = '', url = '', json = '{}'] = process.argv.slice(2);
const { index, repository, snapshot, into, takenFile } = JSON.parse(json) as Options;
const cluster = connect({ url });
const place = { cluster, backups: sdkSources() };

const aRun = <Checkpoint>(): Run<Checkpoint> => ({
  signal: new AbortController().signal,
  report: () => undefined,
  log: () => undefined,
  checkpoint: null,
  saveCheckpoint: () => undefined,
  directory: '',
});

const plain = (method: 'POST' | 'PUT', path: string, body: object) =>
  cluster.request({
    method,
    path: `/_snapshot/${repository}/${snapshot}${path}`,
    query: { wait_for_completion: true },
    body: { indices: index, include_global_state: false, ...body },
    shape: anything,
    timeoutMs: 600_000,
  });

const tasks: Record<string, () => Promise<unknown>> = {
  'plain take': () => plain('PUT', '', {}),
  'plain restore': () =>
    plain('POST', '/_restore', { include_aliases: false, rename_pattern: `^${index}$`, rename_replacement: into }),
  take: async () => {
    const plan = await planSnapshot(
      place,
      { repository, indices: [index], name: snapshot, by: 'bench' },
      aRun<SnapshotCheckpoint>(),
    );
    const result = await runSnapshot(place, { kind: 'snapshot', plan }, aRun<SnapshotCheckpoint>());
    const taken: TakenSnapshot = { job: 'bench', plan, result };
    await writeFile(takenFile, JSON.stringify(taken));
    return { proof: result.proof };
  },
  restore: async () => {
    const taken = JSON.parse(await readFile(takenFile, 'utf8')) as TakenSnapshot;
    const plan = await planRestoreSnapshot(
      place,
      { repository, snapshot, index, into, switchAlias: false, takenBy: () => taken },
      aRun<RestoreSnapshotCheckpoint>(),
    );
    const result = await runRestoreSnapshot(
      place,
      { kind: 'restore-snapshot', plan },
      aRun<RestoreSnapshotCheckpoint>(),
    );
    return { verdict: result.check.verdict, documents: result.documents };
  },
};

const task = tasks[name];
if (!task) throw new Error(`No task ${name}.`);
console.log(JSON.stringify(await task()));
await cluster.close();
