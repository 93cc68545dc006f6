#!/usr/bin/env node
// Plain JavaScript for any Node from 16 on: runs lib/cli/main with this Node from 24 on; in a checkout else with the Node that the
// project installs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { compileCacheFolder, isPackage, programFile, programFolder } from '../lib/places.mjs';
import { FLAGS } from './flags.mjs';

const REQUIRED_VERSION = 24;
const packages = join(programFolder(), 'node_modules');
const notInstalled = () => {
  process.stderr.write(
    `The packages of Restore Desk are not installed yet. Run "npm ci" in ${programFolder()} first.\n`,
  );
  return 1;
};

/** Calls `leave` when the parent has ended: npx runs this in a shell that ends on a SIGTERM without passing it on. */
function whenOrphaned(leave) {
  if (!process.env.npm_command) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    leave();
  }, 500);
  timer.unref();
}

/**
 * Returns freed buffers of a megabyte and more to the system, instead of fragmenting the heap (glibc; others ignore
 * it).
 */
const ENVIRONMENT = { MALLOC_MMAP_THRESHOLD_: '1000000', ...process.env };

if (Number.parseInt(process.versions.node, 10) >= REQUIRED_VERSION) {
  // Without the warnings that node:sqlite and execve are experimental; their use here is tested.
  const emit = process.emitWarning.bind(process);
  process.emitWarning = (warning, ...rest) =>
    rest[0] === 'ExperimentalWarning' || rest[0]?.type === 'ExperimentalWarning' ? undefined : emit(warning, ...rest);
  // Replaces this process with one that has the flags: those of the nursery and of malloc are read only at the start.
  if (!process.execArgv.includes(FLAGS[0]))
    process.execve?.(
      process.execPath,
      [process.execPath, ...process.execArgv, ...FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)],
      ENVIRONMENT,
    );
  // Types are stripped once, not at every start: half the time, and 20 MB less.
  const cache = compileCacheFolder();
  if (cache !== null) module.enableCompileCache(cache);
  // A Ctrl-C cancels also while the modules load; main() has its own listeners.
  const leave = () => process.exit(130);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, leave);
  whenOrphaned(() => process.kill(process.pid, 'SIGTERM'));
  const { main } = await import(pathToFileURL(programFile('lib/cli/main')).href).catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || existsSync(packages) || isPackage()) throw error;
    return { main: notInstalled };
  });
  const running = main(process.argv.slice(2));
  // A signal received while the modules loaded is delivered only now: without a listener until then it would be lost.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    if (process.listenerCount(signal) > 1) process.off(signal, leave);
  process.exitCode = await running;
} else {
  // A package brings none: it is installed with the Node that is to run it.
  const own = [join(packages, 'node/bin/node'), join(packages, '.bin/node')].find(
    (file) => !isPackage() && existsSync(file),
  );
  if (!own) {
    const help = isPackage()
      ? 'Install that, and start Restore Desk with it.'
      : `Run "npm install" in ${programFolder()}: it brings one along.`;
    process.stderr.write(
      `Restore Desk needs Node ${REQUIRED_VERSION} or later, and this is ${process.versions.node}. ${help}\n`,
    );
    process.exitCode = 1;
  } else {
    // The IPC channel closes when this process is killed, so that the child does not continue alone.
    const child = spawn(own, [...FLAGS, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
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
