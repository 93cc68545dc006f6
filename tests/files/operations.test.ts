import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { withFolderByComparison, withFolderByDescriptor } from '../../lib/files/with-folder.ts';
import { codeOf } from '../../lib/files/file-error.ts';
import { FileOperations } from '../../lib/files/operations.ts';
import { CHANGED, IS_A_FOLDER, NOT_A_FILE } from '../../lib/files/protocol.ts';
import { swapPaths } from '../support/swap.ts';

const INSIDE = 'a file in the backup directory';
const OUTSIDE = 'a file outside the backup directory';
const ATTEMPTS = 1_500;

let folder: string;
let root: string;
let outside: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'restore-desk-inside-'));
  root = join(folder, 'backups');
  outside = join(folder, 'outside');
  for (const place of [join(root, 'government'), outside]) mkdirSync(place, { recursive: true });
  writeFileSync(join(root, 'government', 'a.zip'), INSIDE);
  writeFileSync(join(outside, 'a.zip'), OUTSIDE);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const implementations = [
  ['opened part by part', withFolderByDescriptor],
  ['compared before and after', withFolderByComparison],
] as const;
const codeOfFailure = (work: Promise<unknown>) => work.then(() => 'none', codeOf);

describe.each(implementations.slice(process.platform === 'linux' ? 0 : 1))('a path %s', (name, withFolder) => {
  let files: FileOperations;
  beforeEach(() => {
    files = new FileOperations(root, withFolder);
  });

  const readAll = async (path: string): Promise<string> => {
    const { handle } = await files.open({ op: 'open', path, followLinks: false });
    const bytes = await files.read({ op: 'read', handle, bytes: 100, position: 0 }, Buffer.alloc(100));
    await files.close({ op: 'close', handle });
    return bytes.toString();
  };

  test('opens a regular file, and no link, folder or pipe', async () => {
    expect(await readAll('government/a.zip')).toBe(INSIDE);
    symlinkSync(outside, join(root, 'linked'));
    symlinkSync(join(outside, 'a.zip'), join(root, 'linked.zip'));
    spawnSync('mkfifo', [join(root, 'pipe.zip')]);
    for (const [path, code] of [
      ['linked/a.zip', 'ELOOP'],
      ['linked.zip', 'ELOOP'],
      ['government', IS_A_FOLDER],
      ['pipe.zip', NOT_A_FILE],
      ['nowhere/a.zip', 'ENOENT'],
      ['government/a.zip/b.zip', 'ENOTDIR'],
      ['../outside/a.zip', 'EINVAL'],
      ['government/../../outside/a.zip', 'EINVAL'],
      ['/etc/passwd', 'EINVAL'],
      ['government/a.zip\0', 'EINVAL'],
    ] as const)
      expect({ path, code: await codeOfFailure(readAll(path)) }).toEqual({ path, code });
  });

  test.each(['folder', 'file'] as const)(
    'reads nothing from outside while a %s is replaced by a link',
    async (what) => {
      const place = what === 'folder' ? join(root, 'government') : join(root, 'government', 'a.zip');
      const other = join(folder, 'other');
      symlinkSync(what === 'folder' ? outside : join(outside, 'a.zip'), other);
      const swapping = await swapPaths(place, other);
      // Both outcomes occur eventually. Compared paths may never be read between two replacements.
      const counts = { inside: 0, refused: 0 };
      const opens = name === 'opened part by part';
      try {
        for (let n = 0; n < ATTEMPTS || counts.refused === 0 || (opens && counts.inside === 0); n++) {
          const text = await readAll('government/a.zip').catch(() => null);
          expect(text).not.toBe(OUTSIDE);
          counts[text === null ? 'refused' : 'inside']++;
        }
      } finally {
        await swapping.stop();
      }
    },
  );

  // Only on Linux is a folder that is replaced at that very moment detected in time.
  test.skipIf(name !== 'opened part by part')(
    'writes and deletes nothing outside while its folder is replaced by a link',
    async () => {
      const other = join(folder, 'other');
      symlinkSync(outside, other);
      const swapping = await swapPaths(join(root, 'government'), other);
      try {
        for (let n = 0; n < ATTEMPTS; n++) {
          await files.remove({ op: 'remove', path: 'government/b.zip', bytes: null }).catch(() => undefined);
          const made = await files.create({ op: 'create', path: 'government/b.partial' }).catch(() => null);
          if (made === null) continue;
          await files.write({ op: 'write', handle: made.handle, position: 0 }, Buffer.from('b'));
          const names = { from: 'government/b.partial', to: 'government/b.zip' };
          await files.rename({ op: 'rename', handle: made.handle, ...names }).catch(() => undefined);
          await files.close({ op: 'close', handle: made.handle });
          await files.remove({ op: 'remove', path: 'government/b.partial', bytes: null }).catch(() => undefined);
        }
      } finally {
        await swapping.stop();
      }
      expect(readdirSync(outside)).toEqual(['a.zip']);
      expect(readFileSync(join(outside, 'a.zip'), 'utf8')).toBe(OUTSIDE);
    },
  );

  test('is not deleted where another file has taken its name', async () => {
    expect(await codeOfFailure(files.remove({ op: 'remove', path: 'government/a.zip', bytes: 7 }))).toBe(CHANGED);
    expect(existsSync(join(root, 'government', 'a.zip'))).toBe(true);
    await files.remove({ op: 'remove', path: 'government/a.zip', bytes: INSIDE.length });
    expect(existsSync(join(root, 'government', 'a.zip'))).toBe(false);
  });

  test('is renamed without overwriting another file, and only if it is the written one', async () => {
    const { handle } = await files.create({ op: 'create', path: 'government/b.partial' });
    const rename = (from: string, to: string) => codeOfFailure(files.rename({ op: 'rename', handle, from, to }));
    expect(await rename('government/b.partial', 'government/a.zip')).toBe('EEXIST');
    expect(readFileSync(join(root, 'government', 'a.zip'), 'utf8')).toBe(INSIDE);
    expect(await rename('government/a.zip', 'government/c.zip')).toBe(CHANGED);
    expect(await rename('government/b.partial', 'government/c.zip')).toBe('none');
  });
});

test('files and folders in the backup directory are not readable for others, whatever the umask', async () => {
  const before = process.umask(0);
  try {
    const files = new FileOperations(join(folder, 'new', 'backups'), withFolderByDescriptor);
    const { made } = await files['make-folder']({ op: 'make-folder', folder: 'government' });
    expect(made).toBe(join(folder, 'new'));
    await files.create({ op: 'create', path: 'government/a.partial' });
    const modes = ['new', 'new/backups', 'new/backups/government', 'new/backups/government/a.partial'].map((path) =>
      (statSync(join(folder, path)).mode & 0o777).toString(8),
    );
    expect(modes).toEqual(['750', '750', '750', '640']);
    await files['remove-folders']({ op: 'remove-folders', folder: 'government', made: made! }).catch(() => undefined);
    expect(existsSync(join(folder, 'new', 'backups', 'government', 'a.partial'))).toBe(true);
  } finally {
    process.umask(before);
  }
});

test('a file where a folder would be made is an obstacle, whatever its permissions', async () => {
  const obstacle = async (place: string) =>
    (await new FileOperations(place, withFolderByComparison).obstacle({ op: 'obstacle', folder: '' })).code;
  const file = join(outside, 'a.zip');
  expect([await obstacle(root), await obstacle(join(root, 'not/there'))]).toEqual([null, null]);
  expect([await obstacle(file), await obstacle(join(file, 'below'))]).toEqual(['ENOTDIR', 'ENOTDIR']);
});
