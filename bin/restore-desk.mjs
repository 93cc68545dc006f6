#!/usr/bin/env node
// Plain JavaScript for any Node: finds the Node 24 that the project brings, and hands over to lib/cli/main.ts.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { FLAGS } from './flags.mjs';

const NEEDED = 24;
const at = (path) => fileURLToPath(new URL(path, import.meta.url));
const notInstalled = () => {
  process.stderr.write(`The packages of Restore Desk are not installed yet. Run "npm ci" in ${at('..')} first.\n`);
  return 1;
};

/** npx runs us in a shell that dies of a SIGTERM without passing it on: when the shell is gone, we are to go, too. */
function whenOrphaned(leave) {
  if (!process.env.npm_command) return;
  const parent = process.ppid;
  const look = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(look);
    leave();
  }, 500);
  look.unref();
}

/** Buffers of a megabyte and more go back to the system when they are free, not into a heap full of holes (glibc; others don't read it). */
const ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: '1000000', ...process.env };

if (Number.parseInt(process.versions.node, 10) >= NEEDED) {
  // node:sqlite and execve say on every start that they are experimental; what they do here is tested.
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (warning, ...rest) =>
    rest[0] === 'ExperimentalWarning' || rest[0]?.type === 'ExperimentalWarning' ? undefined : emit(warning, ...rest);
  // The same process goes on: flags of the nursery and of malloc are read only at its start.
  if (!process.execArgv.includes(FLAGS[0]))
    process.execve?.(
      process.execPath,
      [process.execPath, ...process.execArgv, ...FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
      ENVIRONMENT,
    );
  // Types are stripped once, not at every start: half the time, and 20 MB less. Not in the temporary folder: it is code.
  if (existsSync(at('../node_modules'))) module.enableCompileCache(at('../node_modules/.cache/restore-desk'));
  // Loading takes a moment in which a Ctrl-C is a cancel already; main() listens for itself.
  const leave = () => process.exit(130);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, leave);
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  const { main } = await import('../lib/cli/main.ts').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || existsSync(at('../node_modules'))) throw error;
    return { main: notInstalled };
  });
  const running = main(process.argv.slice(2));
  // A signal that came while the modules were read is told only now: without a listener in between it would be lost.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    if (process.listenerCount(signal) > 1) process.off(signal, leave);
  process.exitCode = await running;
} else {
  const own = [at('../node_modules/node/bin/node'), at('../node_modules/.bin/node')].find(existsSync);
  if (!own) {
    process.stderr.write(
      `Restore Desk needs Node ${NEEDED} or later, and this is ${process.versions.node}. Run "npm install" in ${at('..')}: it brings one along.\n`,
    );
    process.exitCode = 1;
  } else {
    // The channel tells the child when this process is killed: it must not go on alone.
    const child = spawn(own, [...FLAGS, at('./restore-desk.mjs'), ...process.argv.slice(2)], {
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
      env: ENVIRONMENT,
    });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    whenOrphaned(() => child.kill('SIGTERM'));
    child.on('error', (error) => {
      process.stderr.write(`${own} can't be started: ${error.message}\n`);
      process.exitCode = 1;
    });
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + (constants.signals[signal] ?? 0);
    });
  }
}
