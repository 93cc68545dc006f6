import { once } from 'node:events';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Overview } from '../../lib/contract/overview.ts';
import { installDistribution } from '../../scripts/servers/distribution.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { cacheDirectory, changeOwner } from '../../scripts/servers/unprivileged.ts';
import { DEFAULT_SERVER, serverKind } from '../../scripts/servers/versions.ts';
import { installPackage, type InstalledPackage } from '../support/installed-package.ts';

let installed: InstalledPackage;

beforeAll(async () => {
  await installDistribution(serverKind(DEFAULT_SERVER));
  installed = await installPackage();
  // Unpacked once for all: nothing else of the tests' cache is used.
  const cache = join(installed.home, '.cache/restore-desk');
  mkdirSync(cache, { recursive: true });
  await changeOwner(installed.owner, join(installed.home, '.cache'));
  symlinkSync(join(cacheDirectory(), 'servers'), join(cache, 'servers'));
}, 600_000);
afterAll(() => installed?.remove());

test('the demo runs from the package, as a user who may not write there', async () => {
  const port = await freePort();
  const child = installed.start(['demo'], { PORT: String(port) });
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = once(child, 'exit');
  try {
    await expect
      .poll(() => output, { timeout: 300_000 })
      .toContain(`Restore Desk is at http://127.0.0.1:${String(port)}`);
    const overview = (await (await fetch(`http://127.0.0.1:${String(port)}/api/demo/overview`)).json()) as Overview;
    expect(overview.aliases.map(({ alias }) => alias)).toContain('government');
  } finally {
    child.kill('SIGINT');
  }
  expect(await ended, output).toEqual([0, null]);
}, 400_000);
