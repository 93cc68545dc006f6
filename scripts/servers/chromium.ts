import { existsSync } from 'node:fs';
import { installPackages, programPath } from './system-packages.ts';
import { MissingRequirement } from './missing-requirement.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const APPLICATION_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

const findInstalled = (): string | null => {
  const configured = process.env['CHROMIUM'];
  if (configured && existsSync(configured)) return configured;
  return (
    NAMES.map(programPath).find((path) => path !== null) ?? APPLICATION_PATHS.find((path) => existsSync(path)) ?? null
  );
};

/** The path of the browser that the tests drive: CHROMIUM, or an installed one. Throws MissingRequirement. */
export function findChromium(): string {
  const found = findInstalled() ?? (installPackages(['chromium']) ? findInstalled() : null);
  if (!found)
    throw new MissingRequirement(
      'The browser tests need Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to the path of a Chrome.',
    );
  return found;
}
