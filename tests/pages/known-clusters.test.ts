import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Identity } from '../../lib/access/roles.ts';
import { findCluster } from '../../lib/config.ts';
import { backupsFilter } from '../../lib/contract/backups-page.ts';
import { runner } from '../../lib/jobs/jobs.ts';
import { saveClusterUuid } from '../../lib/jobs/store/cluster-uuids.ts';
import { loadBackup } from '../../lib/pages/load-backup.ts';
import { loadBackups } from '../../lib/pages/load-backups.ts';
import { loadDeletion } from '../../lib/pages/load-deletion.ts';
import { loadIndex } from '../../lib/pages/load-index.ts';
import { writeTestBackup } from '../support/write-test-backup.ts';

/** No server: a backup says which cluster it is of. Two clusters keep theirs in one directory. */
const ANN: Identity = { name: 'ann', groups: [], role: null };
/** Has a role on staging alone. */
const VIC: Identity = { name: 'vic', groups: [], role: null };
const OF_PRODUCTION = { name: 'es-1', uuid: 'uuid-production' };
let directory: string;
let backup: string;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'known-clusters-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    `signIn: { kind: local }
clusters:
  production: { name: search-production, url: "http://127.0.0.1:9", backups: backups, roles: { operator: ["user:ann"] } }
  staging: { name: search-staging, url: "http://127.0.0.1:19", backups: backups, roles: { operator: ["user:ann", "user:vic"] } }
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
  for (const key of ['production', 'staging'])
    saveClusterUuid(runner().store, { key, url: findCluster(key)!.connection.url, uuid: `uuid-${key}` });
  await writeTestBackup(join(directory, 'backups'), {
    name: 'government',
    mappings: {},
    level: 1,
    cluster: OF_PRODUCTION,
    documents: [{ bytes: Buffer.from('"1"{"n":1}'), sourceStart: 3 }],
  });
  backup = (await listed(ANN))!.id;
});
afterAll(() => {
  runner().store.close();
  rmSync(directory, { recursive: true, force: true });
});

const staging = () => findCluster('staging')!;
const listed = async (viewer: Identity) => (await loadBackups(staging(), backupsFilter.parse({}), viewer)).rows[0];

/** Every page of staging that says of which cluster a backup is. */
const pagesFor = async (viewer: Identity) => [
  await listed(viewer),
  await loadBackup(staging(), backup, viewer),
  await loadDeletion(staging(), [backup], viewer),
  await loadIndex(staging(), 'government', viewer),
];

test('a backup of another cluster has its configured name for a person with a role there', async () => {
  for (const page of await pagesFor(ANN)) expect(JSON.stringify(page)).toContain('search-production');
});

test('without a role on a cluster its configured name is nowhere among the backups', async () => {
  for (const page of await pagesFor(VIC)) expect(JSON.stringify(page)).not.toContain('search-production');
  expect(await listed(VIC)).toMatchObject({ cluster: { relation: 'another', ...OF_PRODUCTION } });
});
