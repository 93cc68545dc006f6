import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import { snapshotPlacesOf } from '../../lib/config/cluster-places.ts';
import { readSnapshotPlaces } from '../../lib/pages/read-snapshot-places.ts';
import { call, startServer, type Server } from '../support/elasticsearch.ts';

let server: Server;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapshot-places-'));
  await chmod(folder, 0o777);
  server = await startServer({ repo: folder });
  for (const [name, readonly] of Object.entries({ main: false, copy: true }))
    await call(server.url, 'PUT', `/_snapshot/${name}`, {
      type: 'fs',
      settings: { location: join(folder, name), readonly },
    });
  await writeFile(
    join(folder, 'restore-desk.yaml'),
    `clusters:
  production: { url: "http://127.0.0.1:9", backups: a }
  silent: { url: "http://127.0.0.1:10", backups: b }
  staging: { url: "${server.url}", backups: c }
`,
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(folder, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', folder);
}, 300_000);
afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

test('where the other clusters write snapshots is known after it, of those that answer', async () => {
  const [production, silent, staging] = ['production', 'silent', 'staging'].map((key) => findCluster(key)!);
  await expect
    .poll(
      async () => {
        await readSnapshotPlaces(production!);
        return snapshotPlacesOf(staging!);
      },
      { timeout: 20_000 },
    )
    .toEqual([`fs ${join(folder, 'main')}`]);
  expect(snapshotPlacesOf(silent!)).toEqual([]);
});
