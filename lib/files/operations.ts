import { constants, type Stats } from 'node:fs';
import { access, lstat, open, readdir, rename, rmdir, stat, statfs, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { makeDirectory } from '../make-folder.ts';
import { withFolderByDescriptor, type WithFolder } from './with-folder.ts';
import { codeOf, fileError } from './file-error.ts';
import { moveWithoutOverwriting } from './move-without-overwriting.ts';
import {
  CHANGED,
  IS_A_FOLDER,
  NOT_A_FILE,
  type FileResults,
  type FileFacts,
  type FileRequest,
  type FolderEntry,
} from './protocol.ts';
import { realPlace } from './real-place.ts';

/** Opens a pipe without waiting for its other end; it is refused afterwards. */
const NON_BLOCKING = constants.O_NONBLOCK | constants.O_NOCTTY;
const FOLDER_MODE = 0o750;
const FILE_MODE = 0o640;
/** A link may point to a share that hangs while the directory itself does not. */
const LINK_TIMEOUT_MS = 2_000;
const MAX_PARALLEL = 16;
/**
 * How often device and inode of an opened file are compared with the real directory, where folders can't be opened part by
 * part: a single check can fall between two replacements, eight in a row do not.
 */
const CHECKS = 8;

type Request<Op extends FileRequest['op']> = Extract<FileRequest, { op: Op }>;

/** The file operations on one directory. Paths are relative to it and follow no links, unless a request has `followLinks`. */
export class FileOperations {
  private readonly root: string;
  private readonly withFolder: WithFolder;
  private readonly handles = new Map<number, FileHandle>();
  private lastHandle = 0;

  constructor(root: string, withFolder: WithFolder) {
    this.root = root;
    this.withFolder = withFolder;
  }

  async list({ folder }: Request<'list'>): Promise<FileResults['list']> {
    return this.withFolder(this.root, partsOf(folder), async (at) => {
      const found = await readdir(at, { withFileTypes: true });
      const entries: (FolderEntry | null)[] = new Array<FolderEntry | null>(found.length).fill(null);
      let next = 0;
      const worker = async () => {
        for (let index = next++; index < found.length; index = next++)
          entries[index] = await entryOf(at, found[index]!.name);
      };
      await Promise.all(Array.from({ length: MAX_PARALLEL }, worker));
      return { entries: entries.filter((entry) => entry !== null) };
    });
  }

  async stat({ path, followLinks }: Request<'stat'>): Promise<FileResults['stat']> {
    const found = followLinks
      ? await stat(join(this.root, path))
      : await this.withFolder(this.root, foldersOf(path), (at) => lstat(join(at, nameOf(path))));
    return { kind: kindOf(found), facts: factsOf(found) };
  }

  async open({ path, followLinks }: Request<'open'>): Promise<FileResults['open']> {
    const handle = followLinks ? await openFile(join(this.root, path), 0) : await this.openInside(path);
    return { handle: this.register(handle), facts: factsOf(await handle.stat()) };
  }

  async 'make-folder'({ folder }: Request<'make-folder'>): Promise<FileResults['make-folder']> {
    let made = await makeDirectory(this.root, FOLDER_MODE);
    const parts = partsOf(folder);
    for (let count = 1; count <= parts.length; count++) {
      const above = parts.slice(0, count - 1);
      const created = await this.withFolder(this.root, above, (at) =>
        makeDirectory(join(at, parts[count - 1]!), FOLDER_MODE),
      );
      if (created !== null) made ??= join(this.root, ...parts.slice(0, count));
    }
    // A folder that existed may be a link.
    await this.withFolder(this.root, parts, async () => undefined);
    return { made };
  }

  async create({ path }: Request<'create'>): Promise<FileResults['create']> {
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
    const flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | NON_BLOCKING;
    const handle = await this.withFolder(
      this.root,
      foldersOf(path),
      (at) => open(join(at, nameOf(path)), flags, FILE_MODE),
      closeHandle,
    );
    return { handle: this.register(handle) };
  }

  /** Reads into the beginning of `buffer`. */
  async read({ handle, bytes, position }: Request<'read'>, buffer: Buffer): Promise<Buffer> {
    const { bytesRead } = await this.requireHandle(handle).read(buffer, 0, bytes, position);
    return buffer.subarray(0, bytesRead);
  }

  async write({ handle, position }: Request<'write'>, bytes: Buffer): Promise<object> {
    const file = this.requireHandle(handle);
    for (let written = 0; written < bytes.length;)
      written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
    return {};
  }

  async sync({ handle, dataOnly }: Request<'sync'>): Promise<object> {
    await (dataOnly ? this.requireHandle(handle).datasync() : this.requireHandle(handle).sync());
    return {};
  }

  async close({ handle }: Request<'close'>): Promise<object> {
    const file = this.requireHandle(handle);
    this.handles.delete(handle);
    await file.close();
    return {};
  }

  /** Within one folder. Throws EEXIST rather than overwrite, and CHANGED where `from` is not the opened file. */
  async rename({ handle, from, to }: Request<'rename'>): Promise<object> {
    const written = await this.requireHandle(handle).stat({ bigint: true });
    await this.withFolder(this.root, foldersOf(from), async (at) => {
      const found = await lstat(join(at, nameOf(from)), { bigint: true });
      if (found.ino !== written.ino || found.dev !== written.dev)
        throw fileError(CHANGED, 'Another file has taken its place.');
      if ((await lstat(join(at, nameOf(to))).catch(unlessMissing)) !== null)
        throw fileError('EEXIST', 'A file of that name is there.');
      await rename(join(at, nameOf(from)), join(at, nameOf(to)));
      await syncFolder(at);
    });
    await syncFolder(this.root);
    return {};
  }

  /** Throws EEXIST rather than overwrite, and CHANGED where `from` is another file. */
  async publish({ from, to, ino }: Request<'publish'>): Promise<object> {
    await this.withFolder(this.root, foldersOf(from), async (source) => {
      if ((await lstat(join(source, nameOf(from)))).ino !== ino)
        throw fileError(CHANGED, 'Another file has taken its place.');
      await this.withFolder(this.root, foldersOf(to), async (target) => {
        await moveWithoutOverwriting(join(source, nameOf(from)), join(target, nameOf(to)));
        await syncFolder(target);
      });
      await syncFolder(source);
    });
    return {};
  }

  /** Removes one file. `bytes`: throws CHANGED where it no longer has this size. */
  async remove({ path, bytes }: Request<'remove'>): Promise<object> {
    await this.withFolder(this.root, foldersOf(path), async (at) => {
      const found = await lstat(join(at, nameOf(path)));
      if (!found.isFile()) throw fileError(NOT_A_FILE, 'It is no ordinary file.');
      if (bytes !== null && found.size !== bytes) throw fileError(CHANGED, `It has ${found.size} bytes.`);
      await unlink(join(at, nameOf(path)));
    });
    return {};
  }

  /** Removes empty folders, from the innermost up to `made`, the result of an earlier `make-folder`. */
  async 'remove-folders'({ folder, made }: Request<'remove-folders'>): Promise<object> {
    for (let at = resolve(this.root, folder); at.length >= made.length; at = dirname(at)) {
      const below = relative(this.root, at);
      const parts = below === '' || below.startsWith('..') ? null : partsOf(below);
      if (parts === null) await rmdir(at);
      else await this.withFolder(this.root, parts.slice(0, -1), (above) => rmdir(join(above, parts.at(-1)!)));
    }
    return {};
  }

  /** The free space of the disk that the directory is on, or will be on. */
  async 'free-space'(): Promise<FileResults['free-space']> {
    for (let at = this.root; ; at = dirname(at)) {
      const found = await statfs(at).catch((error: unknown) => {
        if (at === dirname(at)) throw error;
        return null;
      });
      if (found !== null)
        return {
          freeBytes: found.bavail * found.bsize,
          totalBytes: found.blocks * found.bsize,
          inodes: found.files === 0 ? null : { free: found.ffree, total: found.files },
        };
    }
  }

  /**
   * Without writing anything. A folder that does not exist yet would be created in the one above it; ENOTDIR where that is a file,
   * whatever its permissions.
   */
  async obstacle({ folder }: Request<'obstacle'>): Promise<FileResults['obstacle']> {
    const { W_OK, X_OK } = constants;
    for (let at = join(this.root, ...partsOf(folder)); ; at = dirname(at)) {
      const code = await access(at, W_OK | X_OK).then(() => null, codeOf);
      if (code !== 'ENOENT' || at === dirname(at)) return { code: (await isFile(at)) ? 'ENOTDIR' : (code ?? null) };
    }
  }

  async 'real-place'(): Promise<FileResults['real-place']> {
    return { identities: await realPlace(this.root) };
  }

  /** A broken link counts as existing. */
  async exists(): Promise<FileResults['exists']> {
    return { there: (await lstat(this.root).catch(unlessMissing)) !== null };
  }

  private async openInside(path: string): Promise<FileHandle> {
    const folders = foldersOf(path);
    const handle = await this.withFolder(this.root, folders, (at) => openChecked(join(at, nameOf(path))), closeHandle);
    try {
      for (let check = this.withFolder === withFolderByDescriptor ? CHECKS : 1; check < CHECKS; check++)
        await this.withFolder(this.root, folders, (at) => assertSameFile(handle, join(at, nameOf(path))));
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  private register(handle: FileHandle): number {
    this.handles.set(++this.lastHandle, handle);
    return this.lastHandle;
  }

  private requireHandle(handle: number): FileHandle {
    const found = this.handles.get(handle);
    if (!found) throw fileError('EBADF', 'The file was closed.');
    return found;
  }
}

/** Throws EINVAL where the path would leave the directory. */
function partsOf(path: string): string[] {
  const parts = path === '' ? [] : path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw fileError('EINVAL', 'The path leads out of its directory.');
  return parts;
}
const foldersOf = (path: string): string[] => partsOf(path).slice(0, -1);
const nameOf = (path: string): string => partsOf(path).at(-1)!;

/** Opens before it checks: a file can be replaced between a check and an open. */
async function openFile(path: string, flags: number): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | NON_BLOCKING | flags);
  const found = await handle.stat().catch(() => null);
  if (found?.isFile()) return handle;
  await handle.close();
  throw found?.isDirectory()
    ? fileError(IS_A_FOLDER, 'It is a folder.')
    : fileError(NOT_A_FILE, 'It is no ordinary file.');
}

/** Throws CHANGED where `path` is not the opened file. */
async function assertSameFile(handle: FileHandle, path: string): Promise<void> {
  const opened = await handle.stat({ bigint: true });
  const there = await lstat(path, { bigint: true }).catch(() => null);
  if (there?.ino !== opened.ino || there.dev !== opened.dev)
    throw fileError(CHANGED, 'The file was replaced meanwhile.');
}

async function openChecked(path: string): Promise<FileHandle> {
  const handle = await openFile(path, constants.O_NOFOLLOW);
  try {
    await assertSameFile(handle, path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const closeHandle = (handle: FileHandle): Promise<void> => handle.close();

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Null: deleted meanwhile. Throws where the folder may be listed but not entered. */
async function entryOf(folder: string, name: string): Promise<FolderEntry | null> {
  const found = await lstat(join(folder, name)).catch(unlessMissing);
  if (found === null) return null;
  const kind = kindOf(found);
  if (kind === 'file') return { name, kind, facts: factsOf(found) };
  if (kind === 'link') return { name, kind, toFolder: await leadsToFolder(join(folder, name)) };
  return { name, kind };
}

async function leadsToFolder(path: string): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<boolean>((done) => {
    timer = setTimeout(done, LINK_TIMEOUT_MS, true);
  });
  const isFolder = stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  return Promise.race([isFolder, timeout]).finally(() => clearTimeout(timer));
}

const kindOf = (found: Stats): FileResults['stat']['kind'] =>
  found.isFile() ? 'file' : found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'other';

const factsOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): FileFacts => ({ size, mtimeMs, ctimeMs, ino });

function unlessMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}

const isFile = (path: string): Promise<boolean> =>
  stat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
