import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { restoreChoices } from '../../lib/kinds/restore/review.ts';
import { loadRestoreDraft } from '../../lib/pages/load-restore-draft.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'restore-draft-'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'signIn: { kind: none }\nclusters:\n  production: { url: "http://127.0.0.1:9", backups: "." }\n',
  );
  writeFileSync(join(directory, 'government.zip'), 'not read');
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('an override that is no JSON is a failed draft, with its field, however often it is polled', async () => {
  const cluster = configuredCluster(directory);
  const choices = restoreChoices.parse({ settings: '{ "index":' });
  for (const _ of [1, 2, 3])
    expect(await loadRestoreDraft(cluster, 'government.zip', choices)).toMatchObject({
      state: 'failed',
      failure: { code: 'invalid_input' },
      fields: { settings: expect.stringContaining('This is not JSON') },
    });
});
