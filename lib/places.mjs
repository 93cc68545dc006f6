// @ts-check
/**
 * Where the program, its configuration, its data and its backups are: nothing else decides it. Plain JavaScript: bin/restore-desk.mjs
 * runs it in any Node from 20 on, and server.mjs without stripping types.
 */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Program
 * @property {string} folder Absolute: the folder of package.json, bin and server.mjs.
 * @property {boolean} compiled Whether its code is JavaScript below `dist`, as in a package: Node strips no types below node_modules. Else it
 *   is TypeScript in `folder`.
 */

/** @typedef {Readonly<Record<string, string | undefined>>} Environment */

/**
 * The program that a copy of this file belongs to: `<program>/lib/places.mjs`, or `<program>/dist/lib/places.mjs`. A folder with sources is a
 * checkout, also where a package was made in it.
 * @param {string} file
 * @returns {Program}
 */
export function programOf(file) {
  const above = dirname(dirname(file));
  const hasSources = existsSync(/* turbopackIgnore: true */ join(/* turbopackIgnore: true */ above, 'lib/cli/main.ts'));
  if (hasSources) return { folder: above, compiled: false };
  return { folder: basename(above) === 'dist' ? dirname(above) : above, compiled: true };
}

const SLOT = Symbol.for('restore-desk.program');

/**
 * As the copy of this module found it that was used first in this process. In the server that is the one of server.mjs: the one that Next
 * bundles has an address below the folder of the build, wherever that is.
 * @returns {Program}
 */
function program() {
  const holder = /** @type {{ [slot: symbol]: Program | undefined }} */ (globalThis);
  return (holder[SLOT] ??= programOf(fileURLToPath(import.meta.url)));
}

/** The program's folder. A package is not written to: it may belong to another user. */
export const programFolder = () => program().folder;

/** Whether this is a package; else it is a checkout. */
export const isPackage = () => program().compiled;

/**
 * The file of a module that Node runs by itself, as a process, a thread or the start.
 * @param {string} name From the program's folder, without extension: `lib/files/file-process`.
 */
export const programFile = (name) =>
  program().compiled
    ? join(/* turbopackIgnore: true */ program().folder, 'dist', `${name}.js`)
    : join(/* turbopackIgnore: true */ program().folder, `${name}.ts`);

/** The built pages of the dashboard, without a sub-path. */
export const pagesFolder = () =>
  program().compiled
    ? join(/* turbopackIgnore: true */ program().folder, 'dist/pages')
    : join(/* turbopackIgnore: true */ program().folder, '.next');

/**
 * Copies of the built pages, each for one sub-path.
 * @param {string} dataDirectory
 */
export const subPathPages = (dataDirectory) => join(/* turbopackIgnore: true */ dataDirectory, 'pages');

/**
 * What can be fetched or made again: servers for the demo and the tests, and their data. Absolute.
 * @param {Environment} environment
 */
export function cacheFolder(environment) {
  const { folder, compiled } = program();
  const ofUser = environment['XDG_CACHE_HOME'] || `${environment['HOME'] || homedir()}/.cache`;
  const own = compiled ? `${ofUser}/restore-desk` : `${folder}/.cache`;
  return resolve(/* turbopackIgnore: true */ environment['RESTORE_DESK_CACHE'] || own);
}

/**
 * Where the command line keeps its modules without types between two starts; null: nowhere. Not in the temporary folder, as it is code.
 * @returns {string | null}
 */
export function compileCacheFolder() {
  const { folder, compiled } = program();
  const packages = join(/* turbopackIgnore: true */ folder, 'node_modules');
  return compiled || !existsSync(/* turbopackIgnore: true */ packages) ? null : join(packages, '.cache/restore-desk');
}

export const CONFIGURATION_FILE = 'restore-desk.yaml';

/**
 * Where the configuration's file is looked for, whether it exists or not; absolute. An empty variable counts as not set, here and
 * below: containers and scripts can't always omit one.
 * @param {Environment} environment
 * @param {string} workingDirectory
 */
export const configurationPath = (environment, workingDirectory) =>
  resolve(/* turbopackIgnore: true */ workingDirectory, environment['RESTORE_DESK_CONFIG'] || CONFIGURATION_FILE);

/**
 * The configuration's file, absolute. Null: none is named by RESTORE_DESK_CONFIG, and none is in the working directory.
 * @param {Environment} environment
 * @param {string} workingDirectory
 * @returns {string | null}
 */
export function configurationFile(environment, workingDirectory) {
  const file = configurationPath(environment, workingDirectory);
  return environment['RESTORE_DESK_CONFIG'] || existsSync(/* turbopackIgnore: true */ file) ? file : null;
}

/**
 * The data directory, absolute. RESTORE_DESK_DATA wins over what the configuration says.
 * @param {Environment} environment
 * @param {string} directory Where a relative path starts: the configuration's folder, without one the working directory.
 * @param {string} [configured] `data` of the configuration.
 */
export const dataDirectory = (environment, directory, configured = 'data') =>
  resolve(/* turbopackIgnore: true */ directory, environment['RESTORE_DESK_DATA'] || configured);

/**
 * The backups of a cluster that the environment alone configures: a directory, which may be relative, or the address of a bucket.
 * @param {Environment} environment
 */
export const defaultBackups = (environment) => environment['RESTORE_DESK_BACKUPS'] || 'backups';
