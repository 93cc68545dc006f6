import { tmpdir } from 'node:os';
import { findChromium } from './servers/chromium.ts';
import { distribution } from './servers/distribution.ts';
import { findUnzip } from './servers/info-zip.ts';
import { findJdk } from './servers/java.ts';
import { needRoom } from './servers/room.ts';
import { installPackages, programPath } from './servers/system-packages.ts';
import { cacheDirectory } from './servers/unprivileged.ts';
import { DEFAULT_SERVER, serverKind } from './servers/versions.ts';

/**
 * What the tests need beside the packages, installed where that may be done: asked for before the first test, so that
 * a missing piece is one sentence (MissingPiece) and not a thousand failures.
 */
export async function prepare({ browser }: { browser: boolean }): Promise<void> {
  for (const folder of [cacheDirectory(), tmpdir()]) needRoom(folder);
  if (browser) findChromium();
  findJdk(serverKind(DEFAULT_SERVER));
  await distribution(serverKind(DEFAULT_SERVER));
  findUnzip();
  if (!programPath('python3')) installPackages(['python3']); // one more reader of our zips; they are tested without it as well
}
