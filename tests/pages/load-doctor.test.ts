import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import { doctorReport } from '../../lib/contract/doctor.ts';
import { loadDoctor } from '../../lib/pages/load-doctor.ts';

/** No server: nothing listens at the addresses of the clusters. */
let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'load-doctor-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `publicUrl: http://127.0.0.1:9/desk
trustedProxies: [10.0.0.1]
clusters:
  production: { url: "http://127.0.0.1:9", backups: backups, credentials: { username: desk, password: { env: PASSWORD } } }
  staging: { url: "http://127.0.0.1:9", backups: other-backups }
notifications:
  channels:
    on-call: { kind: webhook, url: "https://10.0.0.7/in" }
    of-staging: { kind: webhook, url: "https://10.0.0.8/in" }
    unused: { kind: webhook, url: "https://10.0.0.9/in" }
  routes: [{ channel: on-call, clusters: [production] }, { channel: of-staging, clusters: [staging] }]
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  vi.stubEnv('PASSWORD', 'planted-password');
});
afterAll(() => {
  rmSync(directory, { recursive: true, force: true });
});

test('a page has the checks of the installation and of its cluster, with its own channels, and leaves nothing', async () => {
  const report = await loadDoctor(findCluster('production')!);
  expect(doctorReport.parse(report)).toEqual(report);
  expect(new Set(report.checks.map(({ cluster }) => cluster))).toEqual(new Set([null, 'production']));
  const ids = report.checks.map(({ id }) => id);
  expect(ids.filter((id) => id.startsWith('channel-'))).toEqual(['channel-on-call', 'channel-unused']);
  expect(new Set(ids).size).toBe(ids.length);
  expect(JSON.stringify(report)).not.toMatch(/planted|10\.0\.0\.8|other-backups/);
  expect(readdirSync(join(directory, 'backups'))).toEqual([]);
});

test('pages that ask at one moment share one run', async () => {
  const [one, other] = await Promise.all([
    loadDoctor(findCluster('production')!),
    loadDoctor(findCluster('production')!),
  ]);
  expect(other).toBe(one);
});
