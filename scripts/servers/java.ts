import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPackages } from './system-packages.ts';
import { MissingPiece } from './missing-piece.ts';
import type { ServerKind } from './versions.ts';

/** Where Linux distributions, SDKMAN and macOS keep several JDKs side by side. */
const SHELVES = [
  '/usr/lib/jvm',
  '/usr/java',
  '/opt/java',
  '/opt',
  join(process.env['HOME'] ?? '/', '.sdkman/candidates/java'),
  '/Library/Java/JavaVirtualMachines',
];

export interface Jdk {
  home: string;
  feature: number;
}

/** "1.8.0_402" is 8, "17.0.15" is 17. Asks the program itself: a `release` file may be missing. */
function featureOf(home: string): number | null {
  const { stdout, stderr } = spawnSync(join(home, 'bin/java'), ['-version'], { encoding: 'utf8', timeout: 60_000 });
  return parseFeature(`${stdout}${stderr}`); // it answers on the error stream
}

export function parseFeature(text: string): number | null {
  const match = /version "(?:1\.)?(\d+)/.exec(text);
  return match?.[1] ? Number(match[1]) : null;
}

function homeOnPath(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(':')) {
    const java = join(folder, 'java');
    if (folder && existsSync(java)) return dirname(dirname(realpathSync(java)));
  }
  return null;
}

function candidates(): string[] {
  const homes: (string | null | undefined)[] = [process.env['JAVA_HOME'], homeOnPath()];
  for (const shelf of SHELVES) {
    try {
      for (const name of readdirSync(shelf).sort()) homes.push(join(shelf, name), join(shelf, name, 'Contents/Home'));
    } catch {
      continue; // no such shelf on this machine
    }
  }
  const real = homes
    .filter((home): home is string => Boolean(home) && existsSync(join(home as string, 'bin/java')))
    .map((home) => realpathSync(home));
  return [...new Set(real)];
}

const asked = new Map<string, number | null>();

function jdks(): Jdk[] {
  return candidates().flatMap((home) => {
    if (!asked.has(home)) asked.set(home, featureOf(home));
    const feature = asked.get(home);
    return feature == null ? [] : [{ home, feature }];
  });
}

/** The first JDK of this machine that the server starts on; the test distributions bring none of their own. */
export function findJdk({ java, key }: Pick<ServerKind, 'java' | 'key'>): Jdk {
  const fits = (jdk: Jdk) => jdk.feature >= java.min && jdk.feature <= java.max;
  const found = jdks().find(fits);
  if (found) return found;
  // A distribution carries some of them: Debian 12 has 17, Debian 13 has 21 and 25.
  const wanted = [17, 21, 25].filter((feature) => feature >= java.min && feature <= java.max);
  for (const feature of wanted) {
    const installed = installPackages([`openjdk-${String(feature)}-jre-headless`]) ? jdks().find(fits) : undefined;
    if (installed) return installed;
  }
  throw new MissingPiece(describeMissing(key, java, wanted[0] ?? java.min));
}

function describeMissing(key: string, { min, max }: ServerKind['java'], wanted: number): string {
  const seen = jdks().map((jdk) => jdk.feature);
  const here = seen.length > 0 ? `this machine has only ${seen.join(', ')}` : 'none was found';
  return (
    `Server ${key} needs Java ${String(min)} to ${String(max)} and ${here}: ` +
    `install a JDK ${String(wanted)} (Debian, Ubuntu: openjdk-${String(wanted)}-jre-headless) or point JAVA_HOME at one.`
  );
}
