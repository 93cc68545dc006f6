import { mkdtempSync, rmSync, writeFileSync, chmodSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { helpOf } from '../../lib/cli/help.ts';
import { parseArguments } from '../../lib/cli/parse-arguments.ts';
import { safeJson, safeLine } from '../../lib/cli/safe-text.ts';
import { suggest } from '../../lib/cli/suggest.ts';
import { optionsOfVerb, VERBS } from '../../lib/cli/verbs.ts';
import { connectionOf } from '../../lib/cli/connection.ts';
import { failureOf } from '../support/failure-of.ts';
import { runCommand, startCommand } from '../support/command-line.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe('wrong usage', () => {
  it.each([
    [['restor'], 'Did you mean “restore”?'],
    [['swich'], 'Did you mean “switch”?'],
    [['frobnicate'], 'There is backup, verify'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--no-swich'], 'Did you mean “--no-switch”?'],
    [['restore', 'http://127.0.0.1:1'], 'needs <zip>'],
    [['backup', 'http://127.0.0.1:1'], 'needs <dir>'],
    [['backup', 'http://127.0.0.1:1', ''], '<dir> is empty'],
    [['verify', 'x.zip', ''], '<zip> is empty'],
    [['health', 'http://127.0.0.1:1', 'more'], '“more” is too much'],
    [['health', '127.0.0.1:9200'], 'is not an address'],
    [['health', 'ftp://127.0.0.1'], 'starts with http'],
    [['clean', 'http://127.0.0.1:1', '--keep', '-1'], '--keep'],
    [['clean', 'http://127.0.0.1:1', '--keep', 'two'], 'whole number'],
    [['clean', 'http://127.0.0.1:1', '--older-than', 'soon'], 'a duration like'],
    [['clean', 'http://127.0.0.1:1', '--apply', '--dry-run'], 'contradict'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--settings', '{'], '--settings is not JSON'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--settings', '[]'], 'takes a JSON object'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--settings', '1.0'], 'takes a JSON object'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--drop-setting', ''], '--drop-setting is empty'],
    [['retry', 'http://127.0.0.1:1'], 'needs <job>'],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--on-conflict', 'replace'], 'create, index, external_gte'],
    [
      ['restore', 'http://127.0.0.1:1', 'x.zip', '--alias', 'one', '--alias', 'two'],
      '--alias is given twice: “one” and “two”',
    ],
    [['restore', 'http://127.0.0.1:1', 'x.zip', '--alias'], '--alias needs a value'],
    [['switch', 'http://127.0.0.1:1', 'x', '--json=yes'], 'takes no value'],
    [[], 'back up, restore, switch'],
  ])('%j ends with 2 and says what to type', async (words, said) => {
    const ended = await runCommand(words, { cwd: folder });
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(said);
  });

  it('with --json it is one object, too', async () => {
    const ended = await runCommand(['restore', 'http://127.0.0.1:1', '--json'], { cwd: folder });
    expect([ended.code, ended.json]).toMatchObject([
      2,
      { status: 'usage', verb: 'restore', index: null, rejected: null, error: { code: 'invalid_input' } },
    ]);
  });

  it('a mistyped word is guessed only where it is near', () => {
    expect([
      suggest('helth', Object.keys(VERBS)),
      suggest('clena', Object.keys(VERBS)),
      suggest('back', Object.keys(VERBS)),
      suggest('zzz', Object.keys(VERBS)),
    ]).toEqual(['health', 'clean', 'backup', null]);
  });
});

describe('help', () => {
  it.each(Object.values(VERBS))('$name explains every option it takes, with an example and the exit codes', (verb) => {
    const help = helpOf(verb);
    for (const option of Object.keys(optionsOfVerb(verb))) expect(help).toContain(`--${option}`);
    expect(help.includes('--credentials')).toBe(verb.name !== 'verify');
    expect(
      help
        .slice(0, help.indexOf('Examples:'))
        .split('\n')
        .filter((line) => line.length > 120),
    ).toEqual([]);
    expect(help).toMatch(/Examples:\n {2}restore-desk /);
    expect(help).toContain('4 refused');
    for (const [option] of verb.explains) expect(Object.keys(verb.options)).toContain(/--([a-z-]+)/.exec(option)![1]);
  });

  it('every example is right', () => {
    for (const verb of Object.values(VERBS)) {
      for (const example of verb.examples) {
        const words = [...example.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!).slice(2);
        expect(() => parseArguments(verb, words)).not.toThrow();
      }
    }
  });

  it('is on stdout, and 0', async () => {
    for (const words of [['--help'], ['help'], ['clean', '--help'], ['restore', '-h'], ['help', 'switch']]) {
      const ended = await runCommand(words, { cwd: folder });
      expect([ended.code, ended.stderr]).toEqual([0, '']);
      expect(ended.stdout).toContain('restore-desk');
    }
  });
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

  it('come from the environment, a key before a password', () => {
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

  it('come from a file in any of three forms, which wins over the environment', () => {
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

  it('a file others can read is warned of; a broken one is refused without a word of its content', async () => {
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

  it('a percent sign in the address is one where it begins no escape', () => {
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

  it('in the address they work, are warned of, and never come out', async () => {
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

  it('a certificate option needs https', async () => {
    expect((await failureOf(() => where({}, '--no-certificate-check'))).message).toContain('needs an https address');
    const https = connectionOf('https://127.0.0.1:1', words('--no-certificate-check'), {} as NodeJS.ProcessEnv);
    expect(https.connection.tls).toEqual({ verify: false });
    expect(https.warnings.join()).toContain('not checked');
  });
});

describe('hostile text', () => {
  it('reaches a terminal as text', () => {
    expect(safeLine('a\u001b[31mred\u009b2J\u0007\u202egnp\u2066\r\nend')).toBe(
      'a\\u001b[31mred\\u009b2J\\u0007\\u202egnp\\u2066\\u000d\\nend',
    );
    expect(JSON.parse(safeJson({ a: '\u009b\u202e\u001b' }))).toEqual({ a: '\u009b\u202e\u001b' });
    expect(safeJson('\u009b\u007f')).toBe('"\\u009b\\u007f"');
  });

  it('also in a file’s name and a cluster’s answers', async () => {
    const name = join(folder, 'bad\u001b[2Jname.zip');
    writeFileSync(name, 'not a zip');
    const ended = await runCommand(['verify', name], { cwd: folder });
    expect(ended.code).toBe(1);
    expect(ended.stdout + ended.stderr).not.toMatch(/\u001b/);
    const server = await answering(
      'HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{"error":{"type":"x","reason":"\\u001b[31mhostile\\u009b"}}',
    );
    const asked = await runCommand(['health', server.url], { cwd: folder });
    server.close();
    expect(asked.code).toBe(1);
    expect(asked.stderr).toContain('\\u001b[31mhostile\\u009b');
    expect(asked.stderr).not.toMatch(/[\u001b\u009b]/);
  });
});

describe('being stopped', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s ends a command that waits for a silent cluster within two seconds, with 130',
    async (signal) => {
      const server = await answering(null);
      const started = startCommand(['health', server.url, '--json'], { cwd: folder });
      await server.asked;
      const at = performance.now();
      started.process.kill(signal);
      const ended = await started.ended;
      server.close();
      expect((performance.now() - at) / 1000).toBeLessThan(2);
      expect([ended.code, ended.json]).toMatchObject([130, { status: 'cancelled', error: { code: 'cancelled' } }]);
    },
  );

  it('a SIGTERM to npx, whose shell keeps it for itself, ends it too', async () => {
    const shell = join(folder, 'shell');
    writeFileSync(shell, '#!/bin/sh\n"$NODE" "$@"\ntrue\n', { mode: 0o755 });
    const server = await answering(null);
    const started = startCommand(['health', server.url, '--json'], {
      cwd: folder,
      node: shell,
      environment: { NODE: process.execPath, npm_command: 'exec' },
    });
    await server.asked;
    const at = performance.now();
    started.process.kill('SIGTERM');
    const ended = await started.ended;
    server.close();
    expect((performance.now() - at) / 1000).toBeLessThan(2);
    expect(ended.json).toMatchObject({ status: 'cancelled' });
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    'a %s that comes while its modules are read is not lost',
    async (signal) => {
      // Sent at the last moment of the first listener: it is told when the loop turns next.
      const late = `const off = process.off.bind(process); process.off = (name, heard) => { if (name === '${signal}') { process.off = off; process.kill(process.pid, name); } return off(name, heard); };`;
      const server = await answering(null);
      const ended = await startCommand(['health', server.url, '--json'], {
        cwd: folder,
        environment: { NODE_OPTIONS: `--import "data:text/javascript,${encodeURIComponent(late)}"` },
      }).ended;
      server.close();
      expect([ended.code, ended.json]).toMatchObject([130, { status: 'cancelled' }]);
    },
  );
});

async function answering(answer: string | null): Promise<{ url: string; asked: Promise<void>; close: () => void }> {
  let heard: () => void = () => undefined;
  const asked = new Promise<void>((resolve) => (heard = resolve));
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.on('data', () => {
      heard();
      if (answer !== null) socket.end(answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    asked,
    close: () => server.close(),
  };
}
