import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { findCluster } from '../../lib/config.ts';
import { requireDocumentsFor } from '../../lib/pages/carry-forward-query.ts';
import { failureOf } from '../support/failure-of.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'carry-forward-query-'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: local }\nclusters:\n' +
      '  staging: { url: "http://127.0.0.1:9", backups: backups }\n' +
      '  production: { url: "http://127.0.0.1:9/other", backups: backups, sensitive: true, roles: { operator: ["user:ola"], admin: ["user:ann"] } }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true, force: true });
});

const QUERY = '{"term": {"n": 1}}';
const requiredOf = (name: string, query: string | undefined) =>
  requireDocumentsFor(query, {
    identity: { name, groups: [], role: 'operator' },
    actor: { role: 'operator' },
    cluster: findCluster('staging')!,
  });

test('a query needs the right to read documents on each cluster that shares the backups', async () => {
  expect(await failureOf(requiredOf('ola', QUERY))).toMatchObject({ code: 'forbidden' });
  expect(await failureOf(requiredOf('somebody', QUERY))).toMatchObject({ code: 'forbidden' });
  await expect(requiredOf('ann', QUERY)).resolves.toBeUndefined();
});

test('without a query nothing is told about documents', async () => {
  await expect(requiredOf('ola', undefined)).resolves.toBeUndefined();
  await expect(requiredOf('ola', ' ')).resolves.toBeUndefined();
});
