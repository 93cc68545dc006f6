/**
 * `node scripts/setup.mjs scripts/version-fixture/write.ts FOLDER [CHECKOUT]`: writes the database and two backups that the version in CHECKOUT (default:
 * this one) makes by real operations on a real Elasticsearch, for the test that a later version reads them. Made once for each version that is
 * released, by that version; what is there is never written again. CHECKOUT has its packages installed.
 */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { programFolder } from '../../lib/places.mjs';
import { makeRepositoryFolder } from '../sample-data/fill-snapshots.ts';
import { MissingRequirement } from '../servers/missing-requirement.ts';
import { startServer } from '../servers/start-server.ts';
import { ALIASES, carryOut, type Installation } from './operations.ts';
import { sqlOf } from './sql-of.ts';

process.umask(0o022); // the server's unprivileged user must be able to read what is unpacked for it

/** In place of this machine's: the fixture says nothing of it. */
const PLACE = '/srv/search';
const ADDRESS = 'http://127.0.0.1:9200';
const HOST = 'search-1';

const [target, checkout = programFolder()] = process.argv.slice(2).map((path) => resolve(path));
if (target === undefined) throw new MissingRequirement('Name the folder for the fixture, which must not exist.');
if (existsSync(target)) throw new MissingRequirement(`${target} exists: a fixture is never written again.`);

const home = mkdtempSync(join(tmpdir(), 'restore-desk-fixture-'));
const repositories = join(home, 'repositories');
chmodSync(home, 0o755); // The server is another user.
await makeRepositoryFolder(repositories);
const server = await startServer({ name: 'restore-desk-fixture', repo: repositories });
try {
  const installation: Installation = { checkout, home, repositories, url: server.url };
  await carryOut(installation);
  mkdirSync(join(target, 'backups'), { recursive: true });
  const sql = sqlOf(join(home, 'data/restore-desk.sqlite'))
    .replaceAll(home, PLACE)
    .replaceAll(server.url, ADDRESS)
    .replaceAll(new URL(server.url).host, new URL(ADDRESS).host)
    .replaceAll(`"${hostname()}:`, `"${HOST}:`);
  writeFileSync(join(target, 'jobs.sql'), `-- A jobs’ database, written by ${versionIn(checkout)} itself.\n${sql}`);
  for (const alias of ALIASES) copyOldest(alias);
} finally {
  await server.stop();
  rmSync(home, { recursive: true, force: true });
}

/** "0.1.0 (commit d9f10777)". */
function versionIn(folder: string): string {
  const git = (...args: string[]) => execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8' }).trim();
  const { version } = JSON.parse(git('show', 'HEAD:package.json')) as { version: string };
  return `${version} (commit ${git('rev-parse', '--short=8', 'HEAD')})`;
}

function copyOldest(alias: string): void {
  const folder = join(home, 'backups', alias);
  const oldest = readdirSync(folder)
    .filter((name) => name.endsWith('.zip'))
    .sort()[0]!;
  mkdirSync(join(target!, 'backups', alias));
  copyFileSync(join(folder, oldest), join(target!, 'backups', alias, oldest));
}
