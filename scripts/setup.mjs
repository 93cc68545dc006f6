/**
 * The first step of `npm run demo`, `npm test` and the other npm scripts. Runs on any Node from 20, also in a clone
 * without installed packages: installs the packages of package-lock.json if they are missing or out of date, then runs
 * the given script with the Node version that the project pins.
 *
 *   node scripts/setup.mjs scripts/demo.ts [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { programFolder } from '../lib/places.mjs';

const project = programFolder();
const pinnedNode = join(project, 'node_modules/.bin/node');

const give = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/** The parent's process id on Linux; '' elsewhere, where the shell execs this process and its own parent is npm. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // After the name, which may contain any character: state, parent.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  } catch {
    return '';
  }
}

/**
 * Whether npm has installed the versions of the lock file. Optional packages may be missing: they are for other
 * machines.
 */
function isInstalled() {
  try {
    const packages = (file) => JSON.parse(readFileSync(join(project, file), 'utf8')).packages;
    const present = packages('node_modules/.package-lock.json');
    const required = Object.entries(packages('package-lock.json')).filter(
      ([path, { optional }]) => path !== '' && !optional,
    );
    return existsSync(pinnedNode) && required.every(([path, { version }]) => present[path]?.version === version);
  } catch {
    return false;
  }
}

function install() {
  process.stderr.write('Installing packages…\n');
  // With development packages, also when NODE_ENV is production: the pinned Node is one of them.
  const { status, error } = spawnSync('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: project,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (error) give('npm is needed to install the packages: install Node 20 or later together with npm.');
  if (status !== 0)
    give('`npm ci` failed (its reason stands above): check the network or the npm registry, and start again.');
}

if (process.platform === 'win32') give('Restore Desk’s scripts need Linux or macOS: on Windows, run them in WSL.');
if (Number(process.versions.node.split('.')[0]) < 20)
  give(`Node 20 or later is needed, this is ${process.versions.node}: install a newer one.`);
if (!isInstalled()) install();
if (!existsSync(pinnedNode))
  give(
    'The `node` package did not install: allow its install script (`npm config delete ignore-scripts`) and start again.',
  );

const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], {
  cwd: project,
  stdio: 'inherit',
});
// Ctrl-C reaches the child as well. The child stops what it started; this process ends with it.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm runs this below a shell. When either is killed this process gets no signal, but its parent or grandparent
// changes.
const readParents = () => `${process.ppid} ${parentOf(process.ppid)}`;
if (process.env.npm_lifecycle_event) {
  const before = readParents();
  setInterval(() => {
    if (readParents() !== before) child.kill('SIGTERM');
  }, 500).unref();
}
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
