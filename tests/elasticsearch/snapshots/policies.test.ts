import { afterEach, expect, test } from 'vitest';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { readPolicies, runPolicy } from '../../../lib/elasticsearch/snapshots/policies.ts';
import { readPoliciesAndMatches } from '../../../lib/live/policy-read.ts';
import { startAnsweringServer, type AnsweringServer } from '../../support/answering-server.ts';
import { failureOf } from '../../support/failure-of.ts';
import { EXPLAINED, SLM_POLICIES, SM_POLICIES } from '../../support/documented-policies.ts';

let server: AnsweringServer | null = null;
let cluster: Cluster | null = null;
afterEach(async () => {
  await cluster?.close();
  server?.close();
});

async function connected(
  kind: Parameters<typeof startAnsweringServer>[0],
  answers: Record<string, unknown>,
): Promise<Cluster> {
  const map = new Map(Object.entries(answers).map(([asked, body]) => [asked, { body }] as const));
  server = await startAnsweringServer(kind, map);
  cluster = connect({ url: server.url, requestTimeoutMs: 10_000 });
  return cluster;
}
const elasticsearch = (version = '8.19.9') => ({ distribution: 'elasticsearch', version }) as const;
const openSearch = (version = '2.19.3') => ({ distribution: 'opensearch', version }) as const;
const SLM = {
  'GET /_slm/policy': SLM_POLICIES,
  'GET /_slm/status': { operation_mode: 'RUNNING' },
  'GET /_slm/stats': { retention_runs: 13, retention_failed: 0, policy_stats: [], total_snapshots_taken: 1 },
};

test('policies of SLM are read as documented', async () => {
  const read = await readPolicies(await connected(elasticsearch(), SLM));
  expect(read).toMatchObject({ by: 'slm', mode: 'RUNNING' });
  expect(read!.policies).toEqual([
    {
      name: 'daily-snapshots',
      repository: 'my_repository',
      schedule: '0 30 1 * * ?',
      indices: ['data-*', 'important'],
      enabled: true,
      running: false,
      lastSuccess: { at: '2026-11-27T01:30:04.000Z', snapshot: 'daily-snap-2026.11.27-tme_ivjqswgkpryvnao2lg' },
      lastFailure: {
        at: '2026-11-28T01:30:02.000Z',
        snapshot: 'daily-snap-2026.11.28-ydtx68tzqnqhkkmt2gvqdq',
        reason: '[my_repository:daily-snap] failed to create snapshot successfully, 1 out of 3 total shards failed',
      },
      nextRun: '2026-11-29T01:30:00.000Z',
      retention: { rule: 'older than 30d; at least 5, at most 50', hasRun: true, problem: null },
    },
    {
      name: 'everything',
      repository: 'other',
      schedule: '0 0 3 * * ?',
      indices: null,
      enabled: true,
      running: true,
      lastSuccess: null,
      lastFailure: null,
      nextRun: null,
      retention: null,
    },
  ]);
});

test('a status and statistics that may not be read leave the policies as they are', async () => {
  const { 'GET /_slm/policy': policies } = SLM;
  const read = await readPolicies(await connected(elasticsearch('7.17.29'), { 'GET /_slm/policy': policies }));
  expect(read).toMatchObject({ mode: null, policies: [{ retention: { hasRun: null } }, { retention: null }] });
});

test('a retention that has never run is said so, if there is something to decide', async () => {
  const read = await readPolicies(
    await connected(elasticsearch(), { ...SLM, 'GET /_slm/stats': { retention_runs: 0 } }),
  );
  expect(read!.policies[0]!.retention).toMatchObject({ hasRun: false });
});

test.each([
  [elasticsearch('6.8.23'), ['GET /']],
  [elasticsearch('7.17.29'), ['GET /', 'GET /_slm/policy']],
  [openSearch('1.3.0'), ['GET /']],
  [openSearch(), ['GET /', 'GET /_plugins/_sm/policies']],
])('%o without the feature has no policies, and is not asked twice', async (kind, requests) => {
  expect(await readPolicies(await connected(kind, {}))).toBeNull();
  expect(server!.requests).toEqual(requests);
});

test('whoever may not read them is told so, and not that there are none', async () => {
  server = await startAnsweringServer(
    elasticsearch(),
    new Map([
      [
        'GET /_slm/policy',
        {
          status: 403,
          body: {
            error: { type: 'security_exception', reason: 'this action is granted by the privileges [read_slm]' },
          },
        },
      ],
    ]),
  );
  cluster = connect({ url: server.url, requestTimeoutMs: 10_000 });
  expect(await failureOf(readPolicies(cluster))).toMatchObject({ code: 'forbidden' });
});

test('policies of OpenSearch’s snapshot management are read as documented', async () => {
  const read = await readPolicies(
    await connected(openSearch(), {
      'GET /_plugins/_sm/policies': SM_POLICIES,
      'GET /_plugins/_sm/policies/*/_explain': EXPLAINED,
    }),
  );
  expect(read).toEqual({
    by: 'sm',
    mode: null,
    policies: [
      {
        name: 'daily-policy',
        repository: 's3-repo',
        schedule: '0 8 * * * (UTC)',
        indices: null,
        enabled: true,
        running: false,
        lastSuccess: null,
        lastFailure: {
          at: '2026-11-28T08:00:09.000Z',
          snapshot: null,
          reason: 'RemoteTransportException: [s3-repo] is missing',
        },
        nextRun: '2026-11-29T08:00:00.000Z',
        retention: { rule: 'older than 7d; at least 7, at most 21', hasRun: null, problem: null },
      },
    ],
  });
});

test('patterns that match nothing are counted, and one that can’t be counted hides nothing', async () => {
  const matching = { 'GET /data-*,important/_settings': {} };
  const { matching: counted } = await readPoliciesAndMatches(
    await connected(elasticsearch(), { ...SLM, ...matching }),
    new AbortController().signal,
  );
  expect(counted).toEqual(new Map([['daily-snapshots', 0]]));
  server!.close();
  await cluster!.close();
  const unknown = await readPoliciesAndMatches(await connected(elasticsearch(), SLM), new AbortController().signal);
  expect(unknown.matching).toEqual(new Map([['daily-snapshots', null]]));
});

test('a policy is run once, and the cluster names the snapshot', async () => {
  const executed = { 'POST /_slm/policy/daily snapshots/_execute': { snapshot_name: 'daily-snap-2026.11.29-abc' } };
  expect(await runPolicy(await connected(elasticsearch(), executed), 'daily snapshots')).toBe(
    'daily-snap-2026.11.29-abc',
  );
  expect(server!.requests).toEqual(['GET /', 'POST /_slm/policy/daily snapshots/_execute']);
});

test('OpenSearch has no request that runs a policy now', async () => {
  expect(await failureOf(runPolicy(await connected(openSearch(), {}), 'daily-policy'))).toMatchObject({
    code: 'unsupported',
  });
});
