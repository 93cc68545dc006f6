import { randomBytes, timingSafeEqual } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AppError } from '../errors.ts';
import { readRegularFileSync } from '../files/regular-file.ts';
import { isInPlace, refuseMoved } from '../held-folders.ts';
import { makeDirectorySync } from '../make-folder.ts';
import type { Role } from './permissions.ts';
import { scrypt, type ScryptCost } from './scrypt.ts';

const userName = z
  .string()
  .regex(/^[a-z0-9][a-z0-9._@-]{0,63}$/, 'A user’s name has lower-case letters, digits and . _ @ - only, at most 64.');
/** Only the length is checked: it makes a password strong. The upper limit keeps hashing cheap. */
const newPassword = z
  .string()
  .min(12, 'A password has at least 12 characters.')
  .max(1024, 'A password has at most 1,024 characters.')
  .refine((password) => !password.includes('\0'), 'A password can’t contain a NUL character.');

const localUser = z.strictObject({
  password: z.string(),
  role: z.enum(['viewer', 'operator', 'admin']).nullable(),
  groups: z.array(z.string()),
  addedAt: z.string(),
});
const usersFile = z.strictObject({ users: z.record(userName, localUser) });
export type LocalUser = z.infer<typeof localUser>;

/** 64 MB and some 200 ms a guess (the second choice of OWASP's password storage cheat sheet; the first needs twice the memory). */
const COST = { N: 2 ** 16, r: 8, p: 2 };
const KEY_BYTES = 32;

const derive = (password: string, salt: Buffer, cost: ScryptCost): Promise<Buffer> =>
  scrypt(password.normalize('NFKC'), salt, KEY_BYTES, cost);

async function hash(password: string): Promise<string> {
  const salt = randomBytes(16);
  const key = await derive(password, salt, COST);
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$');
}

async function matches(password: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt, key] = stored.split('$');
  if (kind !== 'scrypt' || !salt || !key) return false;
  const expected = Buffer.from(key, 'base64');
  const actual = await derive(password, Buffer.from(salt, 'base64'), { N: Number(N), r: Number(r), p: Number(p) });
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

let read: { file: string; mtimeMs: number; users: Record<string, LocalUser> } | null = null;

/**
 * By name. A missing file has no users. Where the data directory was moved away: the users that were read last, so that
 * people who are signed in can read what is wrong. Throws AppError disk where the file can't be used.
 */
export function localUsers(file: string): Record<string, LocalUser> {
  if (!isInPlace(file)) {
    if (read?.file === file) return read.users;
    refuseMoved(file);
  }
  if (!existsSync(file)) return {};
  const { mtimeMs } = statSync(file);
  if (read?.file === file && read.mtimeMs === mtimeMs) return read.users;
  let content: unknown;
  try {
    content = JSON.parse(readRegularFileSync(file, { followLinks: true })) as unknown;
  } catch (cause) {
    throw new AppError('disk', `The users’ file ${file} can’t be read.`, {
      hint: 'Check its permissions, and that it is valid JSON.',
      cause,
    });
  }
  const parsed = usersFile.safeParse(content);
  if (!parsed.success)
    throw new AppError(
      'disk',
      `The users’ file ${file} does not have the format that \`restore-desk user add\` writes.`,
      {
        hint: 'Add the users again into a new file.',
      },
    );
  read = { file, mtimeMs, users: parsed.data.users };
  return parsed.data.users;
}

function write(file: string, users: Record<string, LocalUser>): void {
  makeDirectorySync(dirname(file), 0o700);
  const partial = `${file}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  const handle = openSync(partial, 'wx', 0o600);
  try {
    writeSync(handle, `${JSON.stringify({ users }, null, 2)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  renameSync(partial, file);
}

/** Adds a user or gives an existing one a new password, role and groups. Throws AppError invalid_input, disk. */
export async function addLocalUser(
  file: string,
  name: string,
  password: string,
  { role, groups = [] }: { role: Role | null; groups?: readonly string[] },
): Promise<'added' | 'changed'> {
  const checkedName = userName.safeParse(name);
  if (!checkedName.success) throw new AppError('invalid_input', checkedName.error.issues[0]!.message);
  const checkedPassword = newPassword.safeParse(password);
  if (!checkedPassword.success) throw new AppError('invalid_input', checkedPassword.error.issues[0]!.message);
  const users = localUsers(file);
  const known = Object.hasOwn(users, name);
  write(file, {
    ...users,
    [name]: {
      password: await hash(password),
      role,
      groups: [...groups],
      addedAt: known ? users[name]!.addedAt : new Date().toISOString(),
    },
  });
  return known ? 'changed' : 'added';
}

/** false: there was no such user. */
export function removeLocalUser(file: string, name: string): boolean {
  const { [name]: removed, ...rest } = localUsers(file);
  if (removed) write(file, rest);
  return removed !== undefined;
}

/** Checked for an unknown user, so that a wrong name takes as long as a wrong password. */
const UNKNOWN_USER = `scrypt$${COST.N}$${COST.r}$${COST.p}$${Buffer.alloc(16).toString('base64')}$${Buffer.alloc(KEY_BYTES).toString('base64')}`;

/** null: wrong name or wrong password; the caller can't see which. */
export async function checkPassword(file: string, name: string, password: string): Promise<LocalUser | null> {
  const users = localUsers(file);
  const user = Object.hasOwn(users, name) ? users[name]! : null;
  const right = await matches(password.slice(0, 1024), user?.password ?? UNKNOWN_USER);
  // For scrypt a password equals the same with NULs appended: its HMAC pads with them.
  return right && !password.includes('\0') ? user : null;
}
