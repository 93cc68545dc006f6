import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { configuration } from '../config/loaded.ts';
import { noteSecret } from '../config/redact.ts';
import { AppError } from '../errors.ts';
import { codeOf } from '../files/inside.ts';
import { readSecretSync, writeNewSync } from '../files/ordinary-file.ts';
import { makeDirectorySync } from '../make-folder.ts';
import { processGlobal } from '../process-wide.ts';

/**
 * Encryption of the provider's tokens in access.sqlite. It protects a copy of the database without its key: where
 * `sessionKey` is configured, the key is not in the data directory at all; else it is in a file that only this user reads,
 * while the database is readable for the group.
 */
const encryptionKey = processGlobal('token-encryption', (): Buffer => {
  const { secrets, dataDirectory } = configuration();
  const master = secrets.sessionKey === null ? keyInFile(dataDirectory) : Buffer.from(secrets.sessionKey);
  noteSecret(master.toString('base64'));
  // The label is part of every key: another one would make the tokens in existing databases unreadable.
  return Buffer.from(hkdfSync('sha256', master, Buffer.alloc(0), 'restore-desk provider', 32));
});

/** The key in `session.key`, made once, with mode 0600. Throws AppError disk. */
function keyInFile(dataDirectory: string): Buffer {
  const file = join(dataDirectory, 'session.key');
  makeDirectorySync(dataDirectory, 0o700);
  const mine = `${file}.${process.pid}`;
  writeNewSync(mine, randomBytes(32).toString('base64'), 0o600);
  try {
    // Fails where the file exists, also where another process has just made it: then that key is used.
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  try {
    return Buffer.from(readSecretSync(file), 'base64');
  } catch (cause) {
    const reason = codeOf(cause) ?? String(cause);
    throw new AppError('disk', `The key of the provider’s tokens ${file} can’t be read (${reason}).`, {
      hint: 'It must be an ordinary file that belongs to the user Restore Desk runs as. Without it a new one is made; people sign in again before they approve a plan.',
      cause,
    });
  }
}

/** lib/config/redact.ts finds encrypted values in any text by this prefix. */
const PREFIX = 'rds1.';

/** AES-256-GCM over the value as JSON; the prefix, then nonce (12 bytes), tag (16) and ciphertext as base64url. */
export function encryptTokens(value: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', encryptionKey(), nonce);
  const encrypted = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return `${PREFIX}${Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString('base64url')}`;
}

/** null: encrypted with another key, or changed since. Throws AppError disk where the key can't be read. */
export function decryptTokens(text: string): unknown {
  if (!text.startsWith(PREFIX)) return null;
  const bytes = Buffer.from(text.slice(PREFIX.length), 'base64url');
  if (bytes.length < 29) return null;
  const key = encryptionKey();
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    const json = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8');
    return JSON.parse(json) as unknown;
  } catch {
    return null;
  }
}
