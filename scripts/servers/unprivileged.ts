import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { chown, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheFolder } from '../../lib/places.mjs';

export interface Owner {
  uid: number;
  gid: number;
}

/** The user of the servers: `nobody` as root, as which Elasticsearch refuses to run; undefined: the current user. */
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

/** Changes the owner of a folder and everything below it; does nothing without an owner. */
export async function changeOwner(owner: Owner | undefined, path: string): Promise<void> {
  if (!owner) return;
  await chown(path, owner.uid, owner.gid);
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await changeOwner(owner, child);
    else await chown(child, owner.uid, owner.gid);
  }
}

/** Whether every user may pass through the folder and all folders above it. */
export function isTraversableByAll(folder: string): boolean {
  for (let at = folder; ; at = dirname(at)) {
    if (statSync(at, { throwIfNoEntry: false }) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === dirname(at)) return true;
  }
}

/**
 * The directory of servers and their data. The unprivileged user can't read one below a closed folder such as /root; then the
 * directory is in /var/tmp.
 */
export function cacheDirectory(): string {
  const configured = cacheFolder(process.env);
  if (!serverOwner() || isTraversableByAll(configured)) return configured;
  return join('/var/tmp', `restore-desk-${createHash('sha256').update(configured).digest('hex').slice(0, 12)}`);
}
