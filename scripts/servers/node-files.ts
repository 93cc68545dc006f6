import { randomBytes, pbkdf2Sync } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ServerKind } from './versions.ts';

export type SettingValue = string | number | boolean | readonly string[];

/** A user of the file realm. Passwords are made up by the tests. */
export interface FileUser {
  name: string;
  password: string;
  roles: readonly string[];
}

export interface NodeFiles {
  kind: ServerKind;
  home: string;
  directory: string;
  settings: Record<string, SettingValue>;
  users: readonly FileUser[];
  /** More files below the node's config folder: "roles.yml", "certs/http.pem". */
  files: Record<string, string>;
}

export const configFolder = (directory: string) => join(directory, 'config');

/** Writes the configuration of one node: the distribution's own, without the options that write into its folder. */
export async function writeNodeFiles({ kind, home, directory, settings, users, files }: NodeFiles): Promise<void> {
  const config = configFolder(directory);
  await mkdir(directory, { recursive: true, mode: 0o755 });
  await cp(join(home, 'config'), config, { recursive: true, force: true });
  for (const folder of ['data', 'logs', 'tmp']) await mkdir(join(directory, folder), { recursive: true });
  const jvmOptions = await readFile(join(config, 'jvm.options'), 'utf8');
  await writeFile(join(config, 'jvm.options'), withoutLogPaths(jvmOptions));
  // JSON is YAML: no setting needs quoting rules of its own.
  await writeFile(join(config, `${kind.distribution}.yml`), `${JSON.stringify(settings, null, 2)}\n`);
  if (users.length > 0) {
    await writeFile(
      join(config, 'users'),
      users.map((user) => `${user.name}:${hashPassword(user.password)}\n`).join(''),
    );
    await writeFile(join(config, 'users_roles'), usersByRole(users));
  }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(config, name)), { recursive: true });
    await writeFile(join(config, name), text);
  }
}

/**
 * Removes the paths of the GC log, heap dumps and crash files: they are in the server's own folder, which it can't
 * write.
 */
const withoutLogPaths = (options: string) =>
  options
    .split('\n')
    .filter((line) => !/-Xlog:gc|-Xloggc|HeapDumpPath|ErrorFile|GCLog|PrintGC|PrintTenuring/.test(line))
    .join('\n');

/**
 * The file realm reads this format under every `password_hashing.algorithm`. Faster than `elasticsearch-users`, a JVM
 * each time.
 */
function hashPassword(password: string): string {
  const salt = randomBytes(32);
  const rounds = 1000;
  return `{PBKDF2}${String(rounds)}$${salt.toString('base64')}$${pbkdf2Sync(password, salt, rounds, 32, 'sha512').toString('base64')}`;
}

function usersByRole(users: readonly FileUser[]): string {
  const roles = [...new Set(users.flatMap((user) => user.roles))];
  return roles
    .map(
      (role) =>
        `${role}:${users
          .filter((user) => user.roles.includes(role))
          .map((user) => user.name)
          .join(',')}\n`,
    )
    .join('');
}
