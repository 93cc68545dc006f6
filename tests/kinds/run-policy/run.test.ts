import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { runPolicy } from '../../../lib/kinds/run-policy/describe.ts';
import { runRunPolicy } from '../../../lib/kinds/run-policy/run.ts';
import type { RunPolicyCheckpoint } from '../../../lib/kinds/run-policy/schema.ts';
import { aRun } from '../../support/a-run.ts';
import { startAnsweringServer, type AnsweringServer } from '../../support/answering-server.ts';
import { failureOf } from '../../support/failure-of.ts';
import { placeOf } from '../../support/test-place.ts';

const SNAPSHOT = 'daily-snap-2026.11.29-abc';
const EXECUTE = 'POST /_slm/policy/daily/_execute';
let server: AnsweringServer;
let cluster: Cluster;
let taken: { state: string; indices: string[] };

beforeEach(async () => {
  taken = { state: 'SUCCESS', indices: ['data-1'] };
  server = await startAnsweringServer(
    { distribution: 'elasticsearch', version: '8.19.9' },
    new Map<string, { body: unknown } | (() => { body: unknown })>([
      [EXECUTE, { body: { snapshot_name: SNAPSHOT } }],
      [`GET /_snapshot/nightly/${SNAPSHOT}/_status`, { body: { snapshots: [] } }],
      [
        `GET /_snapshot/nightly/${SNAPSHOT}`,
        () => ({
          body: {
            snapshots: [{ snapshot: SNAPSHOT, uuid: 'u', ...taken, shards: { total: 1, failed: 0 }, failures: [] }],
          },
        }),
      ],
    ]),
  );
  cluster = connect({ url: server.url, requestTimeoutMs: 10_000 });
});
afterEach(async () => {
  await cluster.close();
  server.close();
});

const run = async (checkpoint: RunPolicyCheckpoint | null, saved: RunPolicyCheckpoint[] = []) =>
  runRunPolicy(
    placeOf(cluster),
    { kind: 'run-policy', cluster: await cluster.identity(), policy: 'daily', repository: 'nightly' },
    aRun<RunPolicyCheckpoint>({ checkpoint, saveCheckpoint: (state) => void saved.push(state) }),
  );
const executed = () => server.requests.filter((request) => request === EXECUTE).length;

test('the policy is run once, and what is known of its snapshot is saved before and after', async () => {
  const saved: RunPolicyCheckpoint[] = [];
  const result = await run(null, saved);
  expect(result).toMatchObject({ status: 'done', snapshot: SNAPSHOT, state: 'SUCCESS', indices: 1 });
  expect(runPolicy.warning(result)).toBeNull();
  expect(saved).toEqual([{ snapshot: null }, { snapshot: SNAPSHOT }]);
  expect(executed()).toBe(1);
});

test('a resumed job follows the snapshot, and runs the policy no second time', async () => {
  expect(await run({ snapshot: SNAPSHOT })).toMatchObject({ status: 'done' });
  expect(executed()).toBe(0);
});

test('where the answer was lost, the policy is not run again', async () => {
  expect(await failureOf(run({ snapshot: null }))).toMatchObject({ code: 'refused' });
  expect(executed()).toBe(0);
});

test('an empty snapshot is no success', async () => {
  taken = { state: 'SUCCESS', indices: [] };
  const result = await run(null);
  expect(result.status).toBe('partial');
  expect(runPolicy.warning(result)).toMatch(/is empty/);
});

test('a failed snapshot fails the job', async () => {
  taken = { state: 'FAILED', indices: ['data-1'] };
  expect(await failureOf(run(null))).toMatchObject({ code: 'cluster_error' });
});
