import { copyFileSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startDashboard, type TestDashboard } from '../support/dashboard.ts';
import { swapPaths } from '../support/swap.ts';

const SECRET = 'what lies outside of the backup directory';
const fixture = fileURLToPath(new URL('../fixtures/government.zip', import.meta.url));
const NAME = 'government-2018-01-08t03-00-00z.zip';
const ROUNDS = 150;
const AT_A_TIME = 20;

let directory: string;
let dashboard: TestDashboard;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'swapped-folder-'));
  for (const folder of ['backups/government', 'outside']) mkdirSync(join(directory, folder), { recursive: true });
  copyFileSync(fixture, join(directory, 'backups/government', NAME));
  writeFileSync(join(directory, 'outside', NAME), SECRET);
  symlinkSync(join(directory, 'outside'), join(directory, 'link'));
  dashboard = await startDashboard({
    directory,
    configuration: 'clusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  });
});
afterAll(async () => {
  await dashboard?.stop();
  await rm(directory, { recursive: true, force: true });
});

test('a download never delivers a file from outside while its folder is swapped for a link', async () => {
  const swapping = await swapPaths(join(directory, 'backups/government'), join(directory, 'link'));
  const counts = { delivered: 0, refused: 0, outside: 0 };
  const download = async () => {
    const answer = await fetch(`${dashboard.url}/api/one/backups/government/${NAME}/download`);
    const text = await answer.text();
    if (text.includes(SECRET)) counts.outside++;
    else counts[answer.ok ? 'delivered' : 'refused']++;
    // The rate limit is not the subject of this test.
    if (answer.status === 429) await new Promise((resolve) => setTimeout(resolve, 200));
  };
  try {
    for (let round = 0; round < ROUNDS || counts.delivered === 0 || counts.refused === 0; round++)
      await Promise.all(Array.from({ length: AT_A_TIME }, download));
  } finally {
    await swapping.stop();
  }
  expect(counts.outside).toBe(0);
});
