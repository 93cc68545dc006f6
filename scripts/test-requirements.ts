import { tmpdir } from 'node:os';
import { findChromium } from './servers/chromium.ts';
import { installDistribution } from './servers/distribution.ts';
import { findUnzip } from './servers/info-zip.ts';
import { findJdk } from './servers/java.ts';
import { findObjectStore } from './servers/object-store.ts';
import { findPromtool } from './servers/promtool.ts';
import { assertDiskSpace } from './servers/disk-space.ts';
import { installPackages, programPath } from './servers/system-packages.ts';
import { cacheDirectory } from './servers/unprivileged.ts';
import { DEFAULT_SERVER, serverKind } from './servers/versions.ts';

/**
 * Finds the programs and servers that the tests need beside the packages, and installs them where it may. Runs before
 * the first test. Throws MissingRequirement with one sentence, so that a missing program is not a thousand failed
 * tests.
 */
export async function prepareTestRequirements({ browser }: { browser: boolean }): Promise<void> {
  for (const folder of [cacheDirectory(), tmpdir()]) assertDiskSpace(folder);
  if (browser) findChromium();
  findJdk(serverKind(DEFAULT_SERVER));
  await installDistribution(serverKind(DEFAULT_SERVER));
  findUnzip();
  findObjectStore();
  findPromtool();
  if (!programPath('python3')) installPackages(['python3']); // optional: one more reader of the product's zips
}
