import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { configuration } from '../config/loaded.ts';
import { noteSecret } from '../config/redact.ts';
import { AppError } from '../errors.ts';
import { codeOf } from '../files/file-error.ts';
import { readSecretSync, writeNewSync } from '../files/regular-file.ts';
import { makeDirectorySync } from '../make-folder.ts';
import { processGlobal } from '../process-wide.ts';

/** What a sealed value is for: one for a session doesn't open as one for a sign-in under way. */
type Purpose = 'session' | 'sign-in' | 'provider';

/** Cookies are short; tokens of a provider hold the groups of a person. */
const LONGEST_BYTES: Record<Purpose, number> = { session: 8192, 'sign-in': 8192, provider: 262_144 };

/** From the configuration, else made once and kept beside the data, readable by this user alone. */
const masterKey = processGlobal('seal', (): Buffer => {
  const { secrets, dataDirectory } = configuration();
  const key = secrets.sessionKey === null ? keptKey(dataDirectory) : Buffer.from(secrets.sessionKey);
  noteSecret(key.toString('base64'));
  return key;
});

function keptKey(dataDirectory: string): Buffer {
  const file = join(dataDirectory, 'session.key');
  makeDirectorySync(dataDirectory, 0o700);
  const mine = `${file}.${process.pid}`;
  writeNewSync(mine, randomBytes(32).toString('base64'), 0o600);
  try {
    // Fails where another process was first: then that one's key holds.
    linkSync(mine, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(mine, { force: true });
  }
  try {
    return Buffer.from(readSecretSync(file), 'base64');
  } catch (cause) {
    throw new AppError('disk', `The key of the sessions ${file} can’t be read (${codeOf(cause) ?? String(cause)}).`, {
      hint: 'It must be an ordinary file that belongs to the user Restore Desk runs as. Without it a new one is made, and everybody signs in again.',
      cause,
    });
  }
}

const keyFor = (purpose: Purpose): Buffer =>
  Buffer.from(hkdfSync('sha256', masterKey(), Buffer.alloc(0), `restore-desk ${purpose}`, 32));

/** Told by its beginning wherever it turns up, so that it can be hidden: lib/config/redact.ts. */
const MARK = 'rds1.';

/** Encrypted and tamper-proof (AES-256-GCM), as text for a cookie. */
export function seal(purpose: Purpose, value: unknown): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), nonce);
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
  return `${MARK}${Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url')}`;
}

/** null: not sealed by us, for this, or changed since. */
export function unseal(purpose: Purpose, text: string): unknown {
  if (!text.startsWith(MARK)) return null;
  const bytes = Buffer.from(text.slice(MARK.length), 'base64url');
  if (bytes.length < 29 || bytes.length > LONGEST_BYTES[purpose]) return null;
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12), { authTagLength: 16 });
    decipher.setAuthTag(bytes.subarray(12, 28));
    return JSON.parse(
      Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8'),
    ) as unknown;
  } catch {
    return null;
  }
}
