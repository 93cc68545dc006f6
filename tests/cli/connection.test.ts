import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectionOf } from '../../lib/cli/connection.ts';
import { parseArguments } from '../../lib/cli/parse-arguments.ts';
import { VERBS } from '../../lib/cli/verbs.ts';
import { runCommand } from '../support/command-line.ts';
import { failureOf } from '../support/failure-of.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('credentials', () => {
  const words = (...typed: string[]) => parseArguments(VERBS.health, ['http://127.0.0.1:9200', ...typed]);
  const where = (environment: Record<string, string>, ...typed: string[]) =>
    connectionOf('http://127.0.0.1:9200', words(...typed), environment as unknown as NodeJS.ProcessEnv);
  const file = (name: string, content: string) => {
    const path = join(folder, name);
    writeFileSync(path, content, { mode: 0o600 });
    return path;
  };

  it('come from the environment, an API key before a password', () => {
    expect(where({ ELASTICSEARCH_USERNAME: 'ada', ELASTICSEARCH_PASSWORD: 'p4ss' }).connection.auth).toEqual({
      username: 'ada',
      password: 'p4ss',
    });
    expect(
      where({ ELASTICSEARCH_USERNAME: 'ada', ELASTICSEARCH_PASSWORD: 'p4ss', ELASTICSEARCH_API_KEY: 'k3y' }).connection
        .auth,
    ).toEqual({ apiKey: 'k3y' });
    expect(where({}).connection.auth).toBeUndefined();
  });

  it('come from a file in any of three forms, before the environment', () => {
    const pair = { username: 'ada', password: 'p4ss: word' };
    for (const content of [JSON.stringify(pair), 'username: ada\npassword: "p4ss: word"\n', 'ada:p4ss: word\n']) {
      expect(where({ ELASTICSEARCH_API_KEY: 'other' }, '--credentials', file('c', content)).connection.auth).toEqual(
        pair,
      );
    }
    expect(where({ RESTORE_DESK_CREDENTIALS: file('k', '{"apiKey":"k3y"}') }).connection.auth).toEqual({
      apiKey: 'k3y',
    });
  });

  it('in a file that others can read get a warning; a wrong file is refused without its content', async () => {
    const open = file('open', '{"apiKey":"k3y"}');
    chmodSync(open, 0o644);
    expect(where({}, '--credentials', open).warnings.join()).toContain('chmod 600');
    const failure = await failureOf(() =>
      where({}, '--credentials', file('broken', '{"user": "ada", "password": "hunter22"}')),
    );
    expect([failure.code, JSON.stringify([failure.message, failure.hint, failure.details])]).toEqual([
      'invalid_input',
      expect.not.stringContaining('hunter22'),
    ]);
  });

  it('in the address may have a percent sign that begins no escape', () => {
    expect(connectionOf('http://ada:100%sure@127.0.0.1:1', words(), {} as NodeJS.ProcessEnv).connection.auth).toEqual({
      username: 'ada',
      password: '100%sure',
    });
    expect(
      connectionOf('http://ada:p%40ss%2%ff@127.0.0.1:1', words(), {} as NodeJS.ProcessEnv).connection.auth,
    ).toEqual({
      username: 'ada',
      password: 'p@ss%2%ff',
    });
  });

  it('in the address work, get a warning, and are never printed', async () => {
    const found = connectionOf('http://ada:hunter22@127.0.0.1:1', words(), {} as NodeJS.ProcessEnv);
    expect(found.connection).toEqual({ url: 'http://127.0.0.1:1', auth: { username: 'ada', password: 'hunter22' } });
    for (const address of [
      'http://ada:hunter22@127.0.0.1:1',
      'htp://ada:hunter22@127.0.0.1:1',
      'ada:hunter22@127.0.0.1',
    ]) {
      const ended = await runCommand(['health', address, '--json'], { cwd: folder });
      expect(ended.stdout + ended.stderr).not.toContain('hunter22');
      expect(ended.code).not.toBe(0);
    }
  });

  it('and certificate options require https', async () => {
    expect((await failureOf(() => where({}, '--no-certificate-check'))).message).toContain('needs an https address');
    const https = connectionOf('https://127.0.0.1:1', words('--no-certificate-check'), {} as NodeJS.ProcessEnv);
    expect(https.connection.tls).toEqual({ verify: false });
    expect(https.warnings.join()).toContain('not checked');
  });
});
