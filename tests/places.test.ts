import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type * as WorkerModule from '../lib/files/worker.ts';
import type * as Places from '../lib/places.mjs';
import {
  compileCacheFolder,
  configurationFile,
  dataDirectory,
  defaultBackups,
  isPackage,
  programFile,
  programFolder,
  programOf,
} from '../lib/places.mjs';
import type * as ThreadModule from '../lib/thread/run-in-thread.ts';
import { compilePackage } from './support/compile-package.ts';

const project = fileURLToPath(new URL('..', import.meta.url)).replace(/\/$/, '');
const slot = Symbol.for('restore-desk.program');
const holder = globalThis as { [slot]?: unknown };

let folder: string;
let before: unknown;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'places-')));
  before = holder[slot];
  delete holder[slot];
});
afterEach(() => {
  holder[slot] = before;
  rmSync(folder, { recursive: true, force: true });
});

/** Another copy of the module, as Node, or Next's bundle, loads it from an address of its own. */
async function placesAt(below: string): Promise<typeof Places> {
  const lib = join(folder, below, 'lib');
  mkdirSync(lib, { recursive: true });
  cpSync(join(project, 'lib/places.mjs'), join(lib, 'places.mjs'));
  return (await import(pathToFileURL(join(lib, 'places.mjs')).href)) as typeof Places;
}

describe('in a checkout', () => {
  test('programs are TypeScript, and each that is started is there', () => {
    expect(programFolder()).toBe(project);
    expect(isPackage()).toBe(false);
    for (const name of ['lib/cli/main', 'lib/files/file-process', 'lib/thread/entry']) {
      expect(programFile(name)).toBe(join(project, `${name}.ts`));
      expect(existsSync(programFile(name))).toBe(true);
    }
  });

  test('modules without types are kept with the installed packages', () => {
    expect(compileCacheFolder()).toBe(join(project, 'node_modules/.cache/restore-desk'));
  });

  test('what a package was made of is not used, whatever the folder is called', () => {
    for (const name of ['search', 'dist']) {
      const checkout = join(folder, name);
      mkdirSync(join(checkout, 'lib/cli'), { recursive: true });
      mkdirSync(join(checkout, 'dist/lib/cli'), { recursive: true });
      writeFileSync(join(checkout, 'lib/cli/main.ts'), '');
      writeFileSync(join(checkout, 'dist/lib/cli/main.js'), '');
      expect(programOf(join(checkout, 'lib/places.mjs'))).toEqual({ folder: checkout, compiled: false });
    }
  });
});

describe('in a package', () => {
  const place = 'node_modules/restore-desk';

  test.each([place, `${place}/dist`])('programs are compiled, below dist, as %s sees it', async (below) => {
    const places = await placesAt(below);
    const program = join(folder, place);
    expect(places.isPackage()).toBe(true);
    expect(places.programFolder()).toBe(program);
    expect(places.programFile('lib/files/file-process')).toBe(join(program, 'dist/lib/files/file-process.js'));
  });

  test('nothing is kept in its folder', async () => {
    const places = await placesAt(place);
    mkdirSync(join(folder, place, 'node_modules'));
    expect(places.compileCacheFolder()).toBeNull();
  });

  test('the process for files and the thread for definitions are started from their compiled files', async () => {
    const program = join(folder, place);
    compilePackage(program, [
      'lib/files/worker',
      'lib/files/file-process',
      'lib/thread/run-in-thread',
      'lib/thread/entry',
    ]);
    const load = (name: string) => import(pathToFileURL(join(program, 'dist', `${name}.js`)).href) as Promise<unknown>;

    const { FileWorker } = (await load('lib/files/worker')) as typeof WorkerModule;
    const worker = new FileWorker(folder, () => undefined);
    await expect(worker.request({ op: 'exists' })).resolves.toMatchObject({ there: true });
    worker.retire();
    await worker.exited;

    const { TaskThread } = (await load('lib/thread/run-in-thread')) as typeof ThreadModule;
    const thread = new TaskThread();
    const definition = Buffer.from('{"settings":{"index":{}}}');
    expect(await thread.run('describeLive', { definition, maxCharacters: 1000 })).toMatchObject({ settingCount: 1 });
  });
});

test('what Next bundles knows the program from the copy that the server has loaded, wherever the build is', async () => {
  expect(programFolder()).toBe(project);
  const bundled = await placesAt('data/build');
  expect(bundled.programFolder()).toBe(project);
  expect(bundled.programFile('lib/files/file-process')).toBe(join(project, 'lib/files/file-process.ts'));
});

describe('the configuration', () => {
  test('is the file of the working directory, where there is one', () => {
    expect(configurationFile({}, folder)).toBeNull();
    writeFileSync(join(folder, 'restore-desk.yaml'), '');
    expect(configurationFile({ RESTORE_DESK_CONFIG: '' }, folder)).toBe(join(folder, 'restore-desk.yaml'));
  });

  test('that is named must be there: it is not replaced by another one', () => {
    writeFileSync(join(folder, 'restore-desk.yaml'), '');
    expect(configurationFile({ RESTORE_DESK_CONFIG: 'mine.yaml' }, folder)).toBe(join(folder, 'mine.yaml'));
    expect(configurationFile({ RESTORE_DESK_CONFIG: '/etc/mine.yaml' }, folder)).toBe('/etc/mine.yaml');
  });
});

test('the data directory is that of the environment, of the configuration, or `data`, in this order', () => {
  expect(dataDirectory({}, '/srv')).toBe('/srv/data');
  expect(dataDirectory({}, '/srv', 'state')).toBe('/srv/state');
  expect(dataDirectory({ RESTORE_DESK_DATA: '' }, '/srv', '/var/state')).toBe('/var/state');
  expect(dataDirectory({ RESTORE_DESK_DATA: 'other' }, '/srv', '/var/state')).toBe('/srv/other');
});

test('backups of a cluster of the environment alone are in `backups`, or where it says', () => {
  expect(defaultBackups({})).toBe('backups');
  expect(defaultBackups({ RESTORE_DESK_BACKUPS: 's3://bucket/search' })).toBe('s3://bucket/search');
});

test('no other module decides where the program, its configuration or its data are', () => {
  // The file of a module itself, the folder of the program, and the variables that name a place; sentences may name the variables.
  const decides = /import\.meta\.(url|dirname|filename)|environment(\.|\[')RESTORE_DESK_(CONFIG|DATA|BACKUPS)/;
  const allowed = ['lib/places.mjs', 'lib/thread/run-in-thread.ts'];
  const sources = ['lib', 'app', 'components'].flatMap((room) =>
    readdirSync(join(project, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(ts|tsx|mjs)$/.test(file))
      .map((file) => join(room, file)),
  );
  const found = [...sources, 'server.mjs', 'proxy.ts', 'instrumentation.ts'].filter((file) =>
    decides.test(readFileSync(join(project, file), 'utf8')),
  );
  expect(found.sort()).toEqual(allowed);
});
