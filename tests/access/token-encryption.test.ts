import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

/** Encrypted by version 0.1.0 with the key 0707…07. */
const OF_0_1_0 =
  'rds1.DPTPgGlIbpFndy0hD_2_ks8sMu59DtS60ZiNNrU-24ygvwikAAk0i6aqscFiIZKyWicWsSc6cmbeJGxXxa-IwDYfn147WcG95cRkrZv28K06G7asn4k';
const TOKENS = { subject: 'ben', access: 'a', refresh: 'r', expiresAt: 1 };

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'token-encryption-'));
  writeFileSync(
    join(directory, 'restore-desk.yaml'),
    'clusters:\n  one: { url: "http://127.0.0.1:9", backups: backups }\n',
  );
  vi.stubEnv('RESTORE_DESK_CONFIG', join(directory, 'restore-desk.yaml'));
  vi.stubEnv('RESTORE_DESK_DATA', directory);
});
afterEach(() => {
  vi.resetModules();
  for (const name of ['token-encryption', 'configuration'])
    delete (globalThis as Record<symbol, unknown>)[Symbol.for(`restore-desk.${name}`)];
  rmSync(directory, { recursive: true, force: true });
});

const load = () => import('../../lib/access/token-encryption.ts');

test('decryption returns the encrypted tokens, and null if anything was changed; each encryption differs', async () => {
  const { decryptTokens, encryptTokens } = await load();
  const encrypted = encryptTokens(TOKENS);
  expect(decryptTokens(encrypted)).toEqual(TOKENS);
  expect(encryptTokens(TOKENS)).not.toBe(encrypted);
  const changed = `${encrypted.slice(0, 40)}${encrypted[40] === 'A' ? 'B' : 'A'}${encrypted.slice(41)}`;
  for (const text of [changed, encrypted.slice(0, 30), encrypted.slice(5), '', 'rds1.', OF_0_1_0])
    expect(decryptTokens(text), text).toBeNull();
});

test('tokens that version 0.1.0 encrypted are decrypted with the key in the same file', async () => {
  writeFileSync(join(directory, 'session.key'), Buffer.alloc(32, 7).toString('base64'));
  expect((await load()).decryptTokens(OF_0_1_0)).toEqual(TOKENS);
});

test('a key that can’t be read is an error, and the tokens do not count as lost', async () => {
  spawnSync('mkfifo', [join(directory, 'session.key')]);
  const { decryptTokens } = await load();
  expect(() => decryptTokens(OF_0_1_0)).toThrow(/session\.key can’t be read/);
});
