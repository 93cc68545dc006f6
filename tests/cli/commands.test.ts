import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand, startCommand, type CommandOptions } from '../support/command-line.ts';
import { aliasesOf, call, emptyCluster, openContexts, sharedServer } from '../support/elasticsearch.ts';
import { startFaultyProxy, type FaultyProxy } from '../support/faulty-proxy.ts';
import { removeBlocks } from '../support/remove-blocks.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const OLD = 'government-2018-01-07t03-00-00z-aaaa';
const NEW = 'government-2018-01-08t03-00-00z-bbbb';
const FIELDS = [
  'status',
  'index',
  'alias',
  'documents',
  'bytes',
  'indexed',
  'existing',
  'newer',
  'rejected',
  'seconds',
  'file',
];
let url: string;
let folder: string;
let proxy: FaultyProxy;

const options = (): CommandOptions => ({ cwd: folder, environment: { RESTORE_DESK_DATA: join(folder, 'data') } });
const run = (...words: string[]) => runCommand(words, options());
const make = (index: string, body: object = {}) =>
  call(url, 'PUT', `/${index}`, { settings: { number_of_replicas: 0 }, ...body });
const fill = (index: string, documents: number, text = 'x') =>
  call(
    url,
    'POST',
    `/${index}/_bulk?refresh=true`,
    Array.from(
      { length: documents },
      (_, at) => `{"index":{"_id":"${at}"}}\n${JSON.stringify({ n: at, text })}\n`,
    ).join(''),
  );
const files = (directory: string): string[] =>
  readdirSync(join(folder, directory), { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('.zip'));
const indices = async () =>
  Object.keys(await call<object>(url, 'GET', '/_settings/index.uuid?expand_wildcards=all'))
    .filter((name) => !name.startsWith('.'))
    .sort();

beforeAll(async () => {
  url = await sharedServer();
  proxy = await startFaultyProxy(url);
});
beforeEach(async () => {
  proxy.clear();
  await removeBlocks(url);
  await emptyCluster(url);
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-cli-'));
});
afterAll(async () => {
  await removeBlocks(url);
  await emptyCluster(url);
  await proxy.close();
  rmSync(folder, { recursive: true, force: true });
});

describe('the log of a command line', () => {
  it('is silent unless it is asked for; then it stands on stderr, a JSON object a line, and stdout is the answer all the same', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    const lines = (stderr: string) =>
      stderr
        .split('\n')
        .filter((line) => line.startsWith('{'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const asked = await runCommand(['switch', url, NEW, '--json'], {
      ...options(),
      environment: { ...options().environment, LOG_LEVEL: 'info' },
    });
    expect([asked.code, asked.json]).toMatchObject([0, { status: 'done' }]);
    const { job } = asked.json;
    expect(lines(asked.stderr)).toMatchObject([
      { msg: 'job started', job, kind: 'switch', title: `Switch government to ${NEW}` },
      { msg: 'attempted', action: 'job: switch', actor: expect.stringMatching(/^command line/) as string },
      { msg: 'done', job },
    ]);
    const quiet = await run('switch-back', url, 'government', '--json');
    expect([quiet.code, lines(quiet.stderr)]).toEqual([0, []]);
  });
});

describe('backup, verify and restore', () => {
  it('the old dump restores, its alias moves, and its way back is one command', async () => {
    await make(OLD, { aliases: { government: {} } });
    const restored = await run('restore', url, fixture('government.zip'), '--json', '--replicas', '0');
    expect(restored.code).toBe(0);
    expect(Object.keys(restored.json)).toEqual(expect.arrayContaining(FIELDS));
    expect(restored.json).toMatchObject({
      status: 'done',
      alias: 'government',
      documents: 400,
      indexed: 400,
      existing: 0,
      newer: 0,
      rejected: 0,
      switched: true,
    });
    const index = String(restored.json['index']);
    expect(index).toMatch(/^government-\d{4}-\d{2}-\d{2}t\d{2}-\d{2}-\d{2}z-[0-9a-f][-0-9a-f]*$/);
    expect(await aliasesOf(url)).toEqual({ government: [index] });
    expect(await call(url, 'GET', '/government/_count')).toMatchObject({ count: 400 });

    const back = await run('switch-back', url, 'government', '--json');
    expect([back.code, back.json]).toMatchObject([0, { status: 'done', before: [index], after: [OLD] }]);
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
    const forward = await run('switch-back', url, 'government', '--json');
    expect([forward.code, forward.json]).toMatchObject([0, { after: [index] }]);
  });

  it('an incomplete dump is refused with the numbers, and nothing is made; said in so many words, it is restored in part', async () => {
    const refused = await run('restore', url, fixture('partial-dump.zip'), '--json');
    expect([refused.code, refused.json]).toMatchObject([
      4,
      { status: 'refused', error: { code: expect.stringMatching(/refused|backup_incomplete/) as string } },
    ]);
    expect(refused.stderr).toMatch(/5,?000.*120/s);
    expect(await indices()).toEqual([]);
    const part = await run(
      'restore',
      url,
      fixture('partial-dump.zip'),
      '--allow-partial',
      '--no-switch',
      '--json',
      '--replicas',
      '0',
    );
    expect([part.code, part.json]).toMatchObject([
      3,
      { status: 'partial', documents: 120, promised: 5000, indexed: 120 },
    ]);
    const said = await run(
      'restore',
      url,
      fixture('partial-dump.zip'),
      '--allow-partial',
      '--no-switch',
      '--replicas',
      '0',
    );
    expect(said.stdout).toMatch(/^Restored 120 documents of 5,000 promised /);
    expect(said.stdout.trimEnd().split('\n').at(-1)).toBe(
      'The backup is incomplete: it promised 5,000 documents and holds 120. The other 4,880 are not in the index.',
    );
  });

  it('every alias is backed up where nothing is named, and the files verify and restore', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make('other', { aliases: { elsewhere: {} } });
    await make('nobody');
    await fill(OLD, 25);
    const planned = await run('backup', url, 'backups', '--dry-run', '--json');
    expect([planned.code, planned.json]).toMatchObject([0, { status: 'planned', documents: 25 }]);
    const done = await run('backup', url, 'backups', '--json');
    expect([done.code, done.json]).toMatchObject([0, { status: 'done', documents: 25, index: null, failures: [] }]);
    expect(files('backups')).toHaveLength(2);

    const one = await run('backup', url, 'backups', '--alias', 'government', '--json');
    expect([one.code, one.json]).toMatchObject([0, { index: OLD, alias: 'government', documents: 25 }]);
    const file = String(one.json['file']);
    const verified = await run('verify', file, '--json');
    expect([verified.code, verified.json]).toMatchObject([0, { status: 'done', documents: 25, promised: 25 }]);
    const restored = await run(
      'restore',
      url,
      file,
      '--into',
      'copy',
      '--no-switch',
      '--json',
      '--settings',
      '{"number_of_replicas":0,"refresh_interval":"7s"}',
      '--mappings',
      '{"properties":{"added":{"type":"keyword"}}}',
    );
    expect([restored.code, restored.json]).toMatchObject([0, { index: 'copy', switched: false, indexed: 25 }]);
    const { copy } = await call<
      Record<string, { settings: Record<string, string>; mappings: { properties: Record<string, unknown> } }>
    >(url, 'GET', '/copy?flat_settings=true');
    expect([copy!.settings['index.refresh_interval'], copy!.mappings.properties['added']]).toEqual([
      '7s',
      { type: 'keyword' },
    ]);
    expect(await aliasesOf(url)).toEqual({ elsewhere: ['other'], government: [OLD] });
  });

  it('a closed index is left out and named: done in part', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make('shut', { aliases: { government: {} } });
    await call(url, 'POST', '/shut/_close');
    const ended = await run('backup', url, 'backups', '--json');
    expect([ended.code, ended.json]).toMatchObject([3, { status: 'partial', failures: [{ index: 'shut' }] }]);
  });

  it('verify tells a changed file from a whole one', async () => {
    const bytes = readFileSync(fixture('government.zip'));
    bytes[20_000] = bytes[20_000]! ^ 1;
    writeFileSync(join(folder, 'changed.zip'), bytes);
    const ended = await run(
      'verify',
      fixture('government.zip'),
      'changed.zip',
      fixture('partial-dump.zip'),
      'missing.zip',
      '--json',
    );
    expect(ended.code).toBe(1);
    expect((ended.json['files'] as { status: string }[]).map(({ status }) => status)).toEqual([
      'whole',
      'damaged',
      'incomplete',
      'unreadable',
    ]);
    expect((await run('restore', url, 'changed.zip')).code).toBe(4);
    expect(await indices()).toEqual([]);
  });

  it('documents the mapping rejects end in a file, and the alias stays: exit code 3', async () => {
    await make(OLD, { aliases: { government: {} } });
    const ended = await run(
      'restore',
      url,
      fixture('government.zip'),
      '--json',
      '--mappings',
      '{"dynamic":"strict","properties":{"title":{"type":"long","fields":null}}}',
    );
    expect([ended.code, ended.json]).toMatchObject([3, { status: 'partial', switched: false, documents: 400 }]);
    expect(Number(ended.json['rejected'])).toBeGreaterThan(0);
    expect(readFileSync(String(ended.json['rejectedFile']), 'utf8').split('\n').length).toBeGreaterThan(1);
    expect(await aliasesOf(url)).toMatchObject({ government: [OLD] });
  });

  it('what was rejected is sent again by retry, once its reason is gone, and then the alias moves', async () => {
    await make(OLD, { aliases: { government: {} } });
    await fill(OLD, 5);
    const { json: backup } = await run('backup', url, 'backups', '--json');
    const { json: restored } = await run(
      'restore',
      url,
      String(backup['file']),
      '--json',
      '--mappings',
      '{"dynamic":"strict","properties":{"text":null}}',
    );
    expect(restored).toMatchObject({ status: 'partial', rejected: 5, switched: false });
    const [index, job] = [String(restored['index']), String(restored['job'])];
    const still = await run('retry', url, job, '--json');
    expect([still.code, still.json]).toMatchObject([3, { status: 'partial', rejected: 5, switched: false, index }]);
    await call(url, 'PUT', `/${index}/_mapping`, { properties: { text: { type: 'keyword' } } });
    const planned = await run('retry', url, job, '--dry-run');
    expect([planned.code, planned.stdout]).toEqual([
      0,
      expect.stringContaining(`Would send 5 rejected documents of job ${job} to ${index} again`),
    ]);
    const retried = await run('retry', url, job, '--json');
    expect([retried.code, retried.json]).toMatchObject([
      0,
      { status: 'done', verb: 'retry', index, documents: 5, indexed: 5, rejected: 0, switched: true },
    ]);
    expect(await aliasesOf(url)).toEqual({ government: [index] });
    expect(await call(url, 'GET', '/government/_count')).toMatchObject({ count: 5 });
    const nothing = await run('retry', url, String(retried.json['job']), '--json');
    expect([nothing.code, nothing.json]).toMatchObject([
      4,
      { status: 'refused', error: { message: expect.stringContaining('has no rejected documents') as string } },
    ]);
    expect((await run('retry', url, '999')).code).toBe(4);
  });

  it('a restore that failed half way is gone on with by the same command: one index, everything in it', async () => {
    proxy.inject({
      fault: { kind: 'answer', status: 400, body: '{"error":{"type":"x","reason":"broken on purpose"},"status":400}' },
      match: ({ path }) => path.includes('/_bulk'),
    });
    const failed = await run('restore', proxy.url, fixture('government.zip'), '--json', '--replicas', '0');
    expect([failed.code, failed.json]).toMatchObject([1, { status: 'failed' }]);
    const begun = await indices();
    expect(begun).toHaveLength(1);
    proxy.clear();
    const again = await run('restore', proxy.url, fixture('government.zip'), '--json', '--replicas', '0');
    expect([again.code, again.json]).toMatchObject([0, { status: 'done', index: begun[0] }]);
    expect(await indices()).toEqual(begun);
    expect(await call(url, 'GET', '/government/_count')).toMatchObject({ count: 400 });
  });

  it.each(['SIGINT', 'SIGTERM'] as const)(
    '%s in the middle of a backup: 130 within two seconds, nothing left on disk or on the server',
    async (signal) => {
      await make(OLD, { aliases: { government: {} } });
      await fill(OLD, 2_000, 'y'.repeat(2_000));
      const before = await openContexts(url);
      proxy.inject({
        fault: { kind: 'delay', ms: 20_000 },
        match: ({ path, method }) => method === 'POST' && path.startsWith('/_search'),
        skip: 1,
      });
      const started = startCommand(['backup', proxy.url, 'backups', '--json'], options());
      await started.waitForOutput('Backing up');
      await until(() => proxy.requests.some(({ path }) => path.startsWith('/_search')));
      const at = performance.now();
      started.process.kill(signal);
      const ended = await started.ended;
      expect((performance.now() - at) / 1000).toBeLessThan(2);
      expect([ended.code, ended.json]).toMatchObject([130, { status: 'cancelled', verb: 'backup', documents: null }]);
      mkdirSync(join(folder, 'backups'), { recursive: true });
      expect(files('backups')).toEqual([]);
      expect(await openContexts(url)).toBe(before);
    },
  );

  it('a second SIGINT leaves at once', async () => {
    await make(OLD, { aliases: { government: {} } });
    await fill(OLD, 10);
    // Even the cleaning up hangs.
    proxy.inject({
      fault: { kind: 'delay', ms: 20_000 },
      match: ({ path }) => path.includes('_search') || path.includes('_pit'),
      skip: 1,
    });
    const started = startCommand(['backup', proxy.url, 'backups'], options());
    await started.waitForOutput('Backing up');
    await until(() => proxy.requests.some(({ path }) => path.includes('_pit')));
    started.process.kill('SIGINT');
    await new Promise((resolve) => setTimeout(resolve, 300));
    const at = performance.now();
    started.process.kill('SIGINT');
    const ended = await started.ended;
    expect([ended.code, performance.now() - at < 500]).toEqual([130, true]);
  });
});

describe('switch and clean', () => {
  it('switch moves the alias, says how to undo it, and refuses what it must', async () => {
    await make(OLD, { aliases: { government: { filter: { term: { n: 1 } }, is_write_index: true } } });
    await make(NEW, { mappings: { properties: { n: { type: 'long' } } } });
    const planned = await run('switch', url, NEW, '--dry-run');
    expect([planned.code, planned.stdout]).toEqual([0, expect.stringContaining(`curl -X POST '${url}/_aliases'`)]);
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
    const done = await run('switch', url, NEW);
    expect([done.code, done.stdout]).toEqual([
      0,
      expect.stringContaining(`Undo: restore-desk switch-back ${url} government`),
    ]);
    expect(await aliasesOf(url)).toEqual({ government: [NEW] });

    await call(url, 'PUT', `/${OLD}/_settings`, { 'index.blocks.metadata': true });
    for (const words of [
      ['switch', url, OLD],
      ['switch', url, 'missing', '--alias', 'x'],
      ['switch', url, NEW],
      ['switch-back', url, 'never-switched'],
      ['switch', url, OLD, '--dry-run'],
    ]) {
      const refused = await run(...words, '--json');
      expect([words, refused.code, refused.json]).toMatchObject([
        words,
        4,
        { status: 'refused', error: { message: expect.any(String) as string } },
      ]);
    }
    expect(await aliasesOf(url)).toEqual({ government: [NEW] });
  });

  it('switch-back is refused where somebody moved the alias since', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    await run('switch', url, NEW);
    await call(url, 'POST', '/_aliases', {
      actions: [{ remove: { index: NEW, alias: 'government' } }, { add: { index: OLD, alias: 'government' } }],
    });
    const ended = await run('switch-back', url, 'government', '--json');
    expect([ended.code, ended.stderr]).toEqual([4, expect.stringContaining('Somebody else has moved it')]);
  });

  it('clean lists, and deletes only with --apply', async () => {
    const names = ['01', '02', '03', '04'].map((day) => `government-2026-01-${day}t03-00-00z-ab${day}`);
    for (const [at, name] of names.entries()) {
      await make(name, at === 3 ? { aliases: { government: {} } } : {});
      await fill(name, 3);
    }
    await make('unrelated');
    const listed = await run('clean', url, '--json');
    expect([listed.code, listed.json]).toMatchObject([
      0,
      { status: 'planned', indices: 2, goes: [{ index: names[1] }, { index: names[0] }] },
    ]);
    const text = await run('clean', url);
    expect(text.stdout).toContain(`stays  ${names[2]!}`);
    expect(text.stdout).toContain('Nothing was deleted');
    expect(text.stdout).toMatch(/1 index of no alias is never cleaned up[^\n]*\n  unrelated  0 documents, \d/);
    expect(await indices()).toHaveLength(5);
    expect((await run('clean', url, '--alias', 'goverment')).code).toBe(4);
    const applied = await run('clean', url, '--apply', '--json', '--older-than', '1d');
    // Made a moment ago, whatever their names say.
    expect([applied.code, applied.json]).toMatchObject([0, { status: 'done', deleted: [] }]);
    const deleted = await run('clean', url, '--apply', '--json');
    expect([deleted.code, deleted.json]).toMatchObject([
      0,
      { status: 'done', deleted: [{ index: names[1] }, { index: names[0] }], left: [] },
    ]);
    expect(await indices()).toEqual([names[2], names[3], 'unrelated']);
  });

  it('what was done is in the record that the dashboard reads', async () => {
    await make(NEW);
    const { json } = await run('switch', url, NEW, '--json');
    const { withStore } = await import('../../lib/jobs/run-in-terminal.ts');
    const job = withStore(join(folder, 'data'), (store) => store.get(String(json['job'])));
    expect(job).toMatchObject({
      status: 'succeeded',
      title: `Switch government to ${NEW}`,
      actor: { name: expect.stringContaining('command line') as string },
    });
  });

  it('a cluster that is read-only in the configuration takes no change', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    writeFileSync(
      join(folder, 'restore-desk.yaml'),
      `clusters:\n  live:\n    url: ${url}\n    backups: backups\n    readOnly: true\n`,
    );
    expect((await run('switch', 'live', NEW)).stderr).toContain('read-only');
    expect((await run('health', 'live')).code).toBe(0);
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
  });
});

describe('a protected cluster', () => {
  const configured = (approval: boolean) =>
    writeFileSync(
      join(folder, 'restore-desk.yaml'),
      `clusters:\n  live:\n    url: ${url}\n    backups: backups\n    protected: { approval: ${approval} }\n`,
    );

  it('moves an alias only with its name typed out, and back without', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    configured(false);
    const refused = await run('switch', 'live', NEW);
    expect([refused.code, refused.stderr]).toEqual([4, expect.stringContaining('--confirm government')]);
    expect((await run('switch', url, NEW, '--confirm', 'govermnent')).code).toBe(4);
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
    expect((await run('switch', 'live', NEW, '--confirm', 'government')).code).toBe(0);
    expect((await run('switch-back', 'live', 'government')).code).toBe(0);
    expect(await aliasesOf(url)).toEqual({ government: [OLD] });
  });

  it('with a second person’s approval asked for, the glass must be broken', async () => {
    await make(OLD, { aliases: { government: {} } });
    await make(NEW);
    configured(true);
    expect((await run('switch', 'live', NEW, '--confirm', 'government')).stderr).toContain('second person');
    expect((await run('switch', 'live', NEW, '--confirm', 'government', '--break-glass', 'now')).code).toBe(2);
    expect(
      (await run('switch', 'live', NEW, '--confirm', 'government', '--break-glass', 'the site is down and I am alone'))
        .code,
    ).toBe(0);
    expect(await aliasesOf(url)).toEqual({ government: [NEW] });
  });
});

describe('health', () => {
  it('says what makes it so', async () => {
    await call(url, 'PUT', '/nowhere?wait_for_active_shards=0', {
      settings: { number_of_replicas: 0, 'index.routing.allocation.require.rack': 'r9' },
    });
    const ended = await run('health', url);
    expect([ended.code, ended.stdout]).toEqual([
      0,
      expect.stringMatching(
        /is red\n {2}red: 1 primary shard of nowhere is unassigned: the only node does not match index\.routing\.allocation\.require \(rack:"r9"\)/,
      ),
    ]);
    expect((await run('health', url, '--json')).json).toMatchObject({
      status: 'done',
      health: { status: 'red', nodes: [{ watermark: expect.any(String) as string }] },
    });
  });
});

async function until(holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 20_000; !holds();) {
    if (Date.now() > end) throw new Error('It never came to that.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
