import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { chown, readdir } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface Owner {
  uid: number;
  gid: number;
}

/** Elasticsearch refuses to run as root. Then: `nobody`, which every Linux has. Otherwise undefined: ourselves. */
export function serverOwner(): Owner | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((entry) => entry.startsWith('nobody:'));
    const [, , uid, gid] = line?.split(':') ?? [];
    if (uid && gid) return { uid: Number(uid), gid: Number(gid) };
  } catch {
    // no passwd file: a uid needs no name
  }
  return { uid: 65_534, gid: 65_534 };
}

export async function giveTo(owner: Owner | undefined, path: string): Promise<void> {
  if (!owner) return;
  await chown(path, owner.uid, owner.gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await giveTo(owner, child);
    else await chown(child, owner.uid, owner.gid);
  }
}

const project = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

export function everyoneMayPass(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (statSync(at, { throwIfNoEntry: false }) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * Where servers and their data are kept: `.cache` of the project, or RESTORE_DESK_CACHE. A clone below a closed
 * folder such as /root can't be read by the unprivileged user; its servers then live under /var/tmp.
 */
export function cacheDirectory(): string {
  const wanted = resolve(process.env['RESTORE_DESK_CACHE'] || join(project, '.cache'));
  if (!serverOwner() || everyoneMayPass(wanted)) return wanted;
  return join('/var/tmp', `restore-desk-${createHash('sha256').update(wanted).digest('hex').slice(0, 12)}`);
}
