import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { metricsText } from '../../lib/metrics/scrape.ts';

/** The cluster does not answer either: what remains is the process. */
let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'metrics-'));
  mkdirSync(join(directory, 'data'));
  mkdirSync(join(directory, 'backups'));
  writeFileSync(join(directory, 'data/restore-desk.sqlite'), 'This is no database. '.repeat(1000));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'clusters:\n  production: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

test('a damaged jobs’ database is said, and leaves out what only it knows', async () => {
  const text = await metricsText();
  expect(text).toMatch(/^restore_desk_database_up 0$/m);
  expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
  expect(text).toMatch(/^restore_desk_cluster_info\{cluster="production",/m);
  expect(text.match(/^restore_desk_(?:job|schedule|incident|message|database_bytes).*/gm)).toBeNull();
});
