import { once } from 'node:events';
import { execFile, execFileSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { chown } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { DoctorReport } from '../../lib/contract/doctor.ts';
import { freePort } from '../../scripts/servers/ports.ts';
import { programPath } from '../../scripts/servers/system-packages.ts';
import { cacheDirectory } from '../../scripts/servers/unprivileged.ts';
import { useBrowser, type Page } from '../support/browser.ts';
import { call, emptyCluster, seedIndex, sharedServer } from '../support/elasticsearch.ts';
import { installPackage, type InstalledPackage } from '../support/installed-package.ts';

const PASSWORD = 'a password of the package';
const INDEX = 'government-2026-11-30t02-00-00z-aaaa';
/** A number that JavaScript rounds. */
const LONG = '9223372036854775807';

let server: string;
let installed: InstalledPackage;
const browser = useBrowser();
const started: ChildProcess[] = [];

beforeAll(async () => {
  server = await sharedServer();
  await emptyCluster(server);
  await seedIndex(server, INDEX, { documents: [] });
  await call(server, 'PUT', `/${INDEX}/_doc/1?refresh=true`, `{"title":"One","number":${LONG}}`);
  await call(server, 'POST', '/_aliases', { actions: [{ add: { index: INDEX, alias: 'government' } }] });
  installed = await installPackage();
}, 600_000);
afterEach(async () => {
  for (const child of started.splice(0)) await end(child);
});
afterAll(async () => {
  await installed?.remove();
  await emptyCluster(server);
});

/** `configuration`: the file that it reads; without it there is none. */
async function run(args: string[], { configuration, input = '' }: { configuration?: string; input?: string } = {}) {
  const child = installed.start(args, configuration === undefined ? {} : { RESTORE_DESK_CONFIG: configuration });
  child.stdin!.end(input);
  let [stdout, stderr] = ['', ''];
  child.stdout!.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

const addAnn = async (configuration: string) =>
  expect(await run(['user', 'add', 'ann', '--role', 'admin'], { configuration, input: `${PASSWORD}\n` })).toMatchObject(
    {
      code: 0,
    },
  );

async function signIn(page: Page): Promise<void> {
  await page.getByLabel('Name').fill('ann');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

async function end(child: ChildProcess): Promise<number | null> {
  if (child.exitCode !== null) return child.exitCode;
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number | null];
  return code;
}

/** A folder of its own below the user's home, with a configuration and, in its data, the user ann. */
async function configure(name: string, subPath = ''): Promise<{ port: number; file: string; folder: string }> {
  const port = await freePort();
  const folder = join(installed.home, name);
  mkdirSync(folder);
  const file = join(folder, 'restore-desk.yaml');
  writeFileSync(
    file,
    `listen: { port: ${String(port)} }\npublicUrl: http://127.0.0.1:${String(port)}${subPath}\nsignIn: { kind: local }\n` +
      `clusters:\n  one: { name: search-one, url: "${server}", backups: backups }\n`,
  );
  if (installed.owner) await chown(folder, installed.owner.uid, installed.owner.gid);
  return { port, file, folder };
}

/** Seconds of CPU time that a process has used. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${String(pid)}/stat`, 'utf8')
    .split(') ')[1]!
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));
}

async function serve({ port, file }: { port: number; file: string }): Promise<ChildProcess> {
  const child = installed.start(['serve'], { RESTORE_DESK_CONFIG: file });
  started.push(child);
  let output = '';
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  for (;;) {
    if (child.exitCode !== null) throw new Error(`It ended with ${String(child.exitCode)}: ${output}`);
    const answer = await fetch(`http://127.0.0.1:${String(port)}/readyz`).catch(() => null);
    if (answer?.ok) return child;
    await sleep(20);
  }
}

/** Every file of the package with its size and time of change. */
const packageFiles = () =>
  readdirSync(installed.folder, { recursive: true, encoding: 'utf8' })
    .map((file) => [file, statSync(join(installed.folder, file))] as const)
    .map(([file, { size, mtimeMs, ctimeMs }]) => `${file} ${String(size)} ${String(mtimeMs)} ${String(ctimeMs)}`);

test('the package has no source, no source map, no test and no development dependency', () => {
  const own = readdirSync(installed.folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => !file.startsWith('node_modules'),
  );
  // Two are data of the build: the thread's module as Next keeps it, which nothing runs.
  expect(own.filter((file) => /\.tsx?$/.test(file) && !/\/entry\.[\w-]+\.ts$/.test(file))).toEqual([]);
  expect(own.filter((file) => file.endsWith('.map'))).toEqual([]);
  expect(own.filter((file) => file.startsWith('tests/')).sort()).toEqual([
    'tests/fixtures',
    'tests/fixtures/government.zip',
    'tests/fixtures/partial-dump.zip',
  ]);
  const packages = readdirSync(join(installed.folder, 'node_modules'));
  for (const development of ['typescript', 'vitest', 'eslint', 'tailwindcss', 'playwright-core', 'node'])
    expect(packages).not.toContain(development);
  const texts = own
    .filter((file) => /^(?:dist|bin|lib|server).*\.(?:m?js|json)$/.test(file))
    .map((file) => [file, readFileSync(join(installed.folder, file), 'utf8')] as const);
  const project = process.cwd();
  expect(texts.filter(([, text]) => text.includes(project)).map(([file]) => file)).toEqual([]);
});

test('it knows its version, and every command has help', async () => {
  const { version } = JSON.parse(readFileSync(join(installed.folder, 'package.json'), 'utf8')) as { version: string };
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
  for (const verb of ['serve', 'demo', 'init', 'doctor', 'restore']) {
    const { code, stdout } = await run([verb, '--help']);
    expect({ verb, code, usage: stdout.includes(`restore-desk ${verb}`) }).toEqual({ verb, code: 0, usage: true });
  }
});

test('it serves, a person signs in, backs up and restores; nothing is written into the package', async () => {
  const before = packageFiles();
  const place = await configure('root');
  await addAnn(place.file);
  const child = await serve(place);
  // Time on the clock depends on what else runs here; docs/speed.md has it.
  expect(cpuSeconds(child.pid!)).toBeLessThan(3);

  const home = `http://127.0.0.1:${String(place.port)}`;
  const page = await browser.open(`${home}/one/backups/new`);
  await signIn(page);
  await page.getByRole('checkbox', { name: /^government/ }).click();
  await page.getByRole('button', { name: 'Back up 1 index', exact: true }).click();
  await page.getByText('1 backup, 1 document').first().waitFor();
  const [backup] = readdirSync(join(place.folder, 'backups'), { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith('.zip'),
  );
  // Its definition is read in a thread, and the file in a process: both are programs of the package.
  await page.goto(`${home}/one/backups/${backup!}`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.goto(`${home}/one/backups/${backup!}/restore`);
  await page.getByRole('button', { name: /^Restore 1 document$/ }).click();
  await page
    .getByRole('heading', { name: /equal/i })
    .or(page.getByText(/same id and content/))
    .first()
    .waitFor({ timeout: 60_000 });
  const indices = Object.keys((await call(server, 'GET', '/_all')) as object);
  const [restored] = indices.filter((name) => name !== INDEX && name.startsWith('government'));
  expect(await (await fetch(`${server}/${restored!}/_doc/1`)).text()).toContain(LONG);

  await page.goto('about:blank'); // a page polls the server
  expect(await end(child)).toBe(143);
  expect(packageFiles()).toEqual(before);
}, 240_000);

test('below a sub-path it serves the same build: pages, scripts and styles, and keeps one copy', async () => {
  const place = await configure('below', '/tools/re.desk');
  await addAnn(place.file);
  await serve(place);
  const home = `http://127.0.0.1:${String(place.port)}/tools/re.desk`;
  const requested: { url: string; status: number }[] = [];
  const page = await browser.open('about:blank');
  page.on('response', (response) => requested.push({ url: response.url(), status: response.status() }));
  await page.goto(`${home}/one/jobs`);
  await signIn(page);
  await page.waitForURL(`${home}/one/jobs`);
  await page.getByRole('link', { name: 'Backups' }).first().click();
  await page.waitForURL(`${home}/one/backups`);
  await page.getByRole('heading', { level: 1 }).waitFor();
  expect(requested.filter(({ url, status }) => !url.startsWith(`${home}/`) || status >= 400)).toEqual([]);
  expect(readdirSync(join(place.folder, 'data/pages'))).toHaveLength(1);
  const { checks } = JSON.parse(
    (await run(['doctor', '--json'], { configuration: place.file })).stdout,
  ) as DoctorReport;
  expect(checks.find(({ id }) => id === 'public-address')).toMatchObject({
    level: 'ok',
    what: `People open ${home}, with the sub-path /tools/re.desk, and Restore Desk answers there.`,
  });
}, 120_000);

test('with an older Node it says in one sentence what it needs', async () => {
  const { program, version } = await olderNode();
  const { code, stderr } = await new Promise<{ code: number; stderr: string }>((resolve) => {
    execFile(program, [join(installed.folder, 'bin/restore-desk.mjs'), 'serve'], (error, _stdout, text) => {
      resolve({ code: Number(error?.code ?? 0), stderr: text });
    });
  });
  expect({ code, stderr }).toEqual({
    code: 1,
    stderr: `Restore Desk needs Node 24 or later, and this is ${version}. Install that, and start Restore Desk with it.\n`,
  });
}, 120_000);

/** The system's, or one from npm. */
async function olderNode(): Promise<{ program: string; version: string }> {
  const versionOf = (program: string) => execFileSync(program, ['--version'], { encoding: 'utf8' }).trim().slice(1);
  const onPath = programPath('node');
  if (onPath !== null && Number.parseInt(versionOf(onPath), 10) < 24)
    return { program: onPath, version: versionOf(onPath) };
  const folder = join(cacheDirectory(), 'node-22');
  const program = join(folder, 'node_modules/node/bin/node');
  if (!existsSync(program)) await promisify(execFile)('npm', ['install', '--prefix', folder, 'node@22']);
  return { program, version: versionOf(program) };
}
