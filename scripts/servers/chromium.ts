import { existsSync } from 'node:fs';
import { installPackages, programPath } from './system-packages.ts';
import { MissingPiece } from './missing-piece.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const there = (): string | null => {
  const named = process.env['CHROMIUM'];
  if (named && existsSync(named)) return named;
  return NAMES.map(programPath).find((path) => path !== null) ?? PLACES.find((path) => existsSync(path)) ?? null;
};

/** The browser the tests drive. CHROMIUM names another one. */
export function findChromium(): string {
  const found = there() ?? (installPackages(['chromium']) ? there() : null);
  if (!found)
    throw new MissingPiece(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to the path of a Chrome.',
    );
  return found;
}
