/**
 * The first thing `npm run demo` and `npm test` start, in a clone where nothing is installed yet and on the Node that
 * happens to be there (20 or later): installs what package-lock.json says where it is missing or out of date, and
 * hands over to the Node the project pins.
 *
 *   node scripts/setup.mjs scripts/demo.ts [arguments]
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const project = fileURLToPath(new URL('..', import.meta.url));
const pinnedNode = join(project, 'node_modules/.bin/node');

const give = (sentence) => {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
};

/** Linux tells; elsewhere the shell makes way for this process, and its own parent is npm. */
function parentOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]; // behind the name, which may hold anything: state, parent
  } catch {
    return '';
  }
}

/** What npm has installed, against what the lock file asks for. Optional packages may be missing: they are for other machines. */
function installed() {
  try {
    const packages = (file) => JSON.parse(readFileSync(join(project, file), 'utf8')).packages;
    const there = packages('node_modules/.package-lock.json');
    const wanted = Object.entries(packages('package-lock.json')).filter(
      ([path, { optional }]) => path !== '' && !optional,
    );
    return existsSync(pinnedNode) && wanted.every(([path, { version }]) => there[path]?.version === version);
  } catch {
    return false;
  }
}

function install() {
  process.stderr.write('Installing packages…\n');
  // Development packages are needed also where NODE_ENV says production: the pinned Node is one of them.
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
if (!installed()) install();
if (!existsSync(pinnedNode))
  give(
    'The `node` package did not install: allow its install script (`npm config delete ignore-scripts`) and start again.',
  );

const child = spawn(pinnedNode, ['--disable-warning=ExperimentalWarning', ...process.argv.slice(2)], {
  cwd: project,
  stdio: 'inherit',
});
// A Ctrl-C reaches the child as well, which stops what it started; then this ends with it.
process.on('SIGINT', () => undefined);
for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
// npm runs this below a shell. Who ends either does not reach this process: it sees its parent change, or its parent's.
const parents = () => `${process.ppid} ${parentOf(process.ppid)}`;
if (process.env.npm_lifecycle_event) {
  const before = parents();
  setInterval(() => {
    if (parents() !== before) child.kill('SIGTERM');
  }, 500).unref();
}
child.once('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
