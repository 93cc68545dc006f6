import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { programFolder } from '../../lib/places.mjs';
import { seedIndex } from '../servers/seed-index.ts';
import { sendRequest } from '../servers/send-request.ts';

export interface Installation {
  /** Where the code of the version is. */
  checkout: string;
  /** Of its configuration, data and backups. */
  home: string;
  /** Of snapshots: `path.repo` of the server. */
  repositories: string;
  url: string;
}

/** Each is backed up, and one of its backups is a part of the fixture. */
export const ALIASES = ['detailed', 'government'] as const;

const DONE = 0;
const IN_PART = 3;
const KEY = 'production';
/** Of each alias. */
const DOCUMENTS = 40;
const indexOf = (alias: string): string => `${alias}-2018-01-08t03-00-00z-0a1b2c3d`;
const documents = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, n) => ({
    id: `/guidance/${String(from + n)}`,
    source: { title: `Guidance ${String(from + n)}`, popularity: (from + n) / 7 },
  }));

type Command = (...args: string[]) => Promise<Record<string, unknown>>;

/** Everything that the version's command line can do, and what its server records by itself. */
export async function carryOut(installation: Installation): Promise<void> {
  const receiver = createServer((request, response) => request.resume().once('end', () => response.end('ok')));
  await once(receiver.listen(0, '127.0.0.1'), 'listening');
  const hook = `http://127.0.0.1:${String((receiver.address() as AddressInfo).port)}/hook`;
  try {
    writeConfiguration(installation, hook);
    const command = commandsOf(installation);
    const zip = await backUpAndRestore(installation, command);
    const copy = await useSnapshots(installation, command);
    await command('drill', installation.url, zip, '--probe', 'title:guidance');
    await runSchedules(installation, command);
    await changeIndex(command, copy);
    await importBackup(installation, command);
    await watchIncidents(installation, command);
  } finally {
    receiver.close();
  }
}

function writeConfiguration({ home, url }: Installation, hook: string): void {
  mkdirSync(join(home, 'backups'));
  writeFileSync(
    join(home, 'restore-desk.yaml'),
    `signIn: { kind: none }
clusters:
  ${KEY}: { url: "${url}", backups: backups, environment: production, watch: { losses: { documents: 10, for: 3s } } }
notifications:
  channels:
    hook: { kind: webhook, url: "${hook}", privateNetwork: true }
  routes:
    - { channel: hook }
`,
  );
}

/** Runs a command of the version and returns its JSON. Throws where its exit code is neither done nor done in part. */
function commandsOf({ checkout, home }: Installation): Command {
  return async (...args) => {
    const [verb = '', ...rest] = args;
    const child = spawn(
      process.execPath,
      [join(checkout, 'bin/restore-desk.mjs'), ...verb.split(' '), ...rest, '--json'],
      {
        cwd: home,
        env: environmentOf(home),
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let [output, errors] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
    const [code] = (await once(child, 'close')) as [number | null];
    process.stderr.write(`${args.join(' ')}: ${String(code)}\n`);
    if (code !== DONE && code !== IN_PART) throw new Error(`${args.join(' ')}: ${String(code)}\n${output}\n${errors}`);
    return JSON.parse(output) as Record<string, unknown>;
  };
}

const environmentOf = (home: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'],
  HOME: home,
  NODE_ENV: 'production',
  RESTORE_DESK_CONFIG: join(home, 'restore-desk.yaml'),
  RESTORE_DESK_DATA: join(home, 'data'),
});

const text = (value: unknown): string => String(value);

/** Returns the zip of `government`. */
async function backUpAndRestore({ home, url }: Installation, command: Command): Promise<string> {
  const folder = join(home, 'backups');
  const mappings = { properties: { title: { type: 'text' }, popularity: { type: 'double' } } };
  for (const alias of ALIASES)
    await seedIndex(url, indexOf(alias), { documents: documents(0, DOCUMENTS), mappings, aliases: { [alias]: {} } });
  await command('backup', url, folder, '--alias', 'detailed');
  const zip = text((await command('backup', url, folder, '--alias', 'government'))['file']);
  await command('verify', zip);

  // What publishers wrote after the backup, and an accident.
  await bulk(
    url,
    indexOf('government'),
    documents(DOCUMENTS, DOCUMENTS + 4).flatMap(({ id, source }) => [{ index: { _id: id } }, source]),
  );
  await command('compare', url, zip, 'government');
  const restored = text((await command('restore', url, zip))['index']);
  await command('switch-back', url, 'government');
  await command('switch', url, restored, '--alias', 'government');
  const carried = await command('carry-forward', url, indexOf('government'), restored, '--base', zip);
  await command('carry-forward-undo', url, text(carried['job']));
  await command('compare', url, indexOf('government'), restored);

  const strict = JSON.stringify({ properties: { popularity: { type: 'boolean' } } });
  const partial = await command('restore', url, zip, '--no-switch', '--mappings', strict);
  await command('retry', url, text(partial['job']), '--no-switch');
  await command('clean', url, '--alias', 'government', '--keep', '0', '--apply');
  return zip;
}

async function bulk(url: string, index: string, lines: readonly object[]): Promise<void> {
  const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
  const { status, text: answer } = await sendRequest(`${url}/${index}/_bulk?refresh=true`, {
    method: 'POST',
    body,
    type: 'application/x-ndjson',
  });
  if (status !== 200) throw new Error(answer);
}

/** Returns an index that was restored, without an alias. */
async function useSnapshots({ repositories, url }: Installation, command: Command): Promise<string> {
  const setting = `location=${join(repositories, 'nightly')}`;
  await command('repository add', url, 'nightly', '--type', 'fs', '--setting', setting);
  await command('repository verify', url, 'nightly');
  const taken = await command('snapshot', url, 'nightly', '--alias', 'government', '--digest');
  await command('snapshots', url, 'nightly');
  const [index] = taken['indices'] as string[];
  const backup = `snapshot:nightly/${text(taken['snapshot'])}/${text(index)}`;
  const restored = await command('restore', url, backup, '--no-switch');
  await command('drill', url, backup);
  const other = await command('snapshot', url, 'nightly', '--alias', 'detailed');
  await command('snapshot-delete', url, `nightly/${text(other['snapshot'])}`, '--even-last', '--apply');
  return text(restored['index']);
}

async function runSchedules({ url }: Installation, command: Command): Promise<void> {
  const times = ['--cron', '0 3 * * *', '--tz', 'Europe/London'];
  await command('schedule add', url, '--name', 'Nightly', '--kind', 'backup', ...times, '--keep-last', '2');
  // Backups are named by the second. The third run deletes.
  for (let run = 0; run < 3; run++) {
    await command('schedule run', url, 'Nightly');
    await sleep(1100);
  }
  await command('schedule add', url, '--name', 'Drill', '--kind', 'drill', '--cron', '0 5 * * 1');
  await command('schedule run', url, 'Drill');
  await command('schedule pause', url, 'Drill');
}

/** An index that no alias points to; deleted at the end. */
async function changeIndex(command: Command, index: string): Promise<void> {
  await command('index close', KEY, index);
  await command('index open', KEY, index);
  await command('alias add', KEY, 'detailed', index);
  await command('alias remove', KEY, 'detailed', index, '--accept-loss');
  await command('index delete', KEY, index, '--confirm', index);
}

async function importBackup({ home }: Installation, command: Command): Promise<void> {
  const zip = join(home, 'government.zip');
  copyFileSync(join(programFolder(), 'tests/fixtures/government.zip'), zip);
  await command('import', join(home, 'backups'), zip);
}

async function watchIncidents({ checkout, home, url }: Installation, command: Command): Promise<void> {
  // Retention has deleted older ones.
  const newest = readdirSync(join(home, 'backups/government')).sort().at(-1)!;
  const program = join(import.meta.dirname, 'watching-process.ts');
  const child = spawn(process.execPath, [program, checkout, KEY, 'government', newest], {
    cwd: home,
    env: environmentOf(home),
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  try {
    await sleep(20_000);
    const deleted = documents(0, DOCUMENTS).map(({ id }) => ({ delete: { _id: id } }));
    await bulk(url, indexOf('detailed'), deleted);
    const incident = await firstIncident(command);
    await command('incident comment', KEY, incident, '--text', 'The deletion came from the importer; it is stopped.');
    await command('incident acknowledge', KEY, incident);
    await command('notify test', 'hook');
    await command('incident close', KEY, incident, '--note', 'Restored from the backup.');
    // The message of its end is sent.
    await sleep(20_000);
  } finally {
    child.kill('SIGTERM');
    await once(child, 'close');
  }
}

async function firstIncident(command: Command): Promise<string> {
  for (let attempt = 0; attempt < 60; attempt++) {
    const { incidents } = (await command('incident list', KEY)) as { incidents: { id: string | number }[] };
    if (incidents[0] !== undefined) return String(incidents[0].id);
    await sleep(3000);
  }
  throw new Error('No incident was noticed within three minutes.');
}
