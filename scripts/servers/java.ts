import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installPackages } from './system-packages.ts';
import { MissingRequirement } from './missing-requirement.ts';
import type { ServerKind } from './versions.ts';

/** Where Linux distributions, SDKMAN and macOS install JDKs. */
const JDK_DIRECTORIES = [
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

/** The feature release of an installed JDK, by `java -version`: a `release` file may be missing. */
function featureOf(home: string): number | null {
  const { stdout, stderr } = spawnSync(join(home, 'bin/java'), ['-version'], { encoding: 'utf8', timeout: 60_000 });
  return parseFeature(`${stdout}${stderr}`); // it writes to stderr
}

/** "1.8.0_402" is 8, "17.0.15" is 17. */
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
  for (const directory of JDK_DIRECTORIES) {
    try {
      for (const name of readdirSync(directory).sort())
        homes.push(join(directory, name), join(directory, name, 'Contents/Home'));
    } catch {
      continue; // no such directory on this machine
    }
  }
  const real = homes
    .filter((home): home is string => Boolean(home) && existsSync(join(home as string, 'bin/java')))
    .map((home) => realpathSync(home));
  return [...new Set(real)];
}

const featuresByHome = new Map<string, number | null>();

function jdks(): Jdk[] {
  return candidates().flatMap((home) => {
    if (!featuresByHome.has(home)) featuresByHome.set(home, featureOf(home));
    const feature = featuresByHome.get(home);
    return feature == null ? [] : [{ home, feature }];
  });
}

/**
 * The first JDK of this machine that the server starts on; the test distributions include none. Throws
 * MissingRequirement.
 */
export function findJdk({ java, key }: Pick<ServerKind, 'java' | 'key'>): Jdk {
  const fits = (jdk: Jdk) => jdk.feature >= java.min && jdk.feature <= java.max;
  const found = jdks().find(fits);
  if (found) return found;
  // Packages that a Linux distribution may have: Debian 12 has 17, Debian 13 has 21 and 25.
  const packaged = [17, 21, 25].filter((feature) => feature >= java.min && feature <= java.max);
  for (const feature of packaged) {
    const installed = installPackages([`openjdk-${String(feature)}-jre-headless`]) ? jdks().find(fits) : undefined;
    if (installed) return installed;
  }
  throw new MissingRequirement(describeMissing(key, java, packaged[0] ?? java.min));
}

function describeMissing(key: string, { min, max }: ServerKind['java'], suggested: number): string {
  const found = jdks().map((jdk) => jdk.feature);
  const here = found.length > 0 ? `this machine has only ${found.join(', ')}` : 'none was found';
  return (
    `Server ${key} needs Java ${String(min)} to ${String(max)} and ${here}: ` +
    `install a JDK ${String(suggested)} (Debian, Ubuntu: openjdk-${String(suggested)}-jre-headless) or point JAVA_HOME at one.`
  );
}
