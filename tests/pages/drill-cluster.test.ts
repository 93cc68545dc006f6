import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import { drillClusterOf } from '../../lib/pages/drill-cluster.ts';

const directory = mkdtempSync(join(tmpdir(), 'drill-cluster-'));
afterAll(() => rmSync(directory, { recursive: true }));

test('a drill is said to run on the drill cluster of the configuration, else on the cluster itself', () => {
  const cluster = (name: string, environment: string, port: number, more = '') =>
    `{ url: "http://127.0.0.1:${port}", name: ${name}, environment: ${environment}, backups: ${directory}${more} }`;
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: none }
clusters:
  live: ${cluster('Live', 'production', 9, ', drillCluster: spare')}
  spare: ${cluster('Spare', 'staging', 10)}
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  expect(drillClusterOf(findCluster('live')!)).toEqual({ name: 'Spare', environment: 'staging' });
  expect(drillClusterOf(findCluster('spare')!)).toEqual({ name: 'Spare', environment: 'staging' });
});
