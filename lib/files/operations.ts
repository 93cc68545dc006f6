import { constants, type Stats } from 'node:fs';
import { lstat, open, readdir, rename, rmdir, stat, statfs, unlink, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { makeDirectory } from '../make-folder.ts';
import { codeOf, fileError, insideByDescriptor, type Inside } from './inside.ts';
import {
  CHANGED,
  IS_A_FOLDER,
  NOT_A_FILE,
  type FileAnswers,
  type FileFacts,
  type FileRequest,
  type FolderEntry,
} from './protocol.ts';
import { realPlace } from './real-place.ts';

/** A pipe is opened without waiting for its other end, and then turned down. */
const CAREFULLY = constants.O_NONBLOCK | constants.O_NOCTTY;
const FOLDER_MODE = 0o750;
const FILE_MODE = 0o640;
/** A link in the directory may lead to a share that hangs: the directory itself does not. */
const LINK_WITHIN_MS = 2_000;
const AT_A_TIME = 16;
/**
 * How often device and inode of what was opened are compared with what is under the real directory. Where folders can't be
 * opened part by part, one look alone can fall between two swaps; eight in a row don't.
 */
const LOOKS = 8;

type Request<Op extends FileRequest['op']> = Extract<FileRequest, { op: Op }>;

/** The file work on one directory. Paths are relative to it, and lead through no link unless a request says so. */
export class FileOperations {
  private readonly root: string;
  private readonly inside: Inside;
  private readonly handles = new Map<number, FileHandle>();
  private last = 0;

  constructor(root: string, inside: Inside) {
    this.root = root;
    this.inside = inside;
  }

  async list({ folder }: Request<'list'>): Promise<FileAnswers['list']> {
    return this.inside(this.root, partsOf(folder), async (at) => {
      const found = await readdir(at, { withFileTypes: true });
      const entries: (FolderEntry | null)[] = new Array<FolderEntry | null>(found.length).fill(null);
      let next = 0;
      const worker = async () => {
        for (let one = next++; one < found.length; one = next++) entries[one] = await entryOf(at, found[one]!.name);
      };
      await Promise.all(Array.from({ length: AT_A_TIME }, worker));
      return { entries: entries.filter((entry) => entry !== null) };
    });
  }

  async look({ path, followLinks }: Request<'look'>): Promise<FileAnswers['look']> {
    const found = followLinks
      ? await stat(join(this.root, path))
      : await this.inside(this.root, foldersOf(path), (at) => lstat(join(at, nameOf(path))));
    return { kind: kindOf(found), facts: factsOf(found) };
  }

  async open({ path, followLinks }: Request<'open'>): Promise<FileAnswers['open']> {
    const handle = followLinks ? await openFile(join(this.root, path), 0) : await this.openInside(path);
    return { handle: this.keep(handle), facts: factsOf(await handle.stat()) };
  }

  async 'make-folder'({ folder }: Request<'make-folder'>): Promise<FileAnswers['make-folder']> {
    let made = await makeDirectory(this.root, FOLDER_MODE);
    const parts = partsOf(folder);
    for (let count = 1; count <= parts.length; count++) {
      const above = parts.slice(0, count - 1);
      const one = await this.inside(this.root, above, (at) => makeDirectory(join(at, parts[count - 1]!), FOLDER_MODE));
      if (one !== null) made ??= join(this.root, ...parts.slice(0, count));
    }
    // What was there already may be a link.
    await this.inside(this.root, parts, async () => undefined);
    return { made };
  }

  async create({ path }: Request<'create'>): Promise<FileAnswers['create']> {
    const { O_CREAT, O_EXCL, O_NOFOLLOW, O_RDWR } = constants;
    const flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | CAREFULLY;
    const handle = await this.inside(
      this.root,
      foldersOf(path),
      (at) => open(join(at, nameOf(path)), flags, FILE_MODE),
      closed,
    );
    return { handle: this.keep(handle) };
  }

  /** Into the beginning of `buffer`. */
  async read({ handle, bytes, position }: Request<'read'>, buffer: Buffer): Promise<Buffer> {
    const { bytesRead } = await this.need(handle).read(buffer, 0, bytes, position);
    return buffer.subarray(0, bytesRead);
  }

  async write({ handle, position }: Request<'write'>, bytes: Buffer): Promise<object> {
    const file = this.need(handle);
    for (let written = 0; written < bytes.length;)
      written += (await file.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
    return {};
  }

  async sync({ handle, dataOnly }: Request<'sync'>): Promise<object> {
    await (dataOnly ? this.need(handle).datasync() : this.need(handle).sync());
    return {};
  }

  async close({ handle }: Request<'close'>): Promise<object> {
    const file = this.need(handle);
    this.handles.delete(handle);
    await file.close();
    return {};
  }

  /** In one folder; nothing is overwritten, and what gets the name is what was written. */
  async rename({ handle, from, to }: Request<'rename'>): Promise<object> {
    const written = await this.need(handle).stat({ bigint: true });
    await this.inside(this.root, foldersOf(from), async (at) => {
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

  /** One file; `bytes`: only where it is still of that size. */
  async remove({ path, bytes }: Request<'remove'>): Promise<object> {
    await this.inside(this.root, foldersOf(path), async (at) => {
      const found = await lstat(join(at, nameOf(path)));
      if (!found.isFile()) throw fileError(NOT_A_FILE, 'It is no ordinary file.');
      if (bytes !== null && found.size !== bytes) throw fileError(CHANGED, `It has ${found.size} bytes.`);
      await unlink(join(at, nameOf(path)));
    });
    return {};
  }

  /** The empty ones, from the inmost up to `made`, which an earlier `make-folder` told. */
  async 'remove-folders'({ folder, made }: Request<'remove-folders'>): Promise<object> {
    for (let at = resolve(this.root, folder); at.length >= made.length; at = dirname(at)) {
      const below = relative(this.root, at);
      const parts = below === '' || below.startsWith('..') ? null : partsOf(below);
      if (parts === null) await rmdir(at);
      else await this.inside(this.root, parts.slice(0, -1), (above) => rmdir(join(above, parts.at(-1)!)));
    }
    return {};
  }

  /** Of the disk that the directory is on, or will be. */
  async room(): Promise<FileAnswers['room']> {
    for (let at = this.root; ; at = dirname(at)) {
      const found = await statfs(at).catch((error: unknown) => {
        if (at === dirname(at)) throw error;
        return null;
      });
      if (found !== null) return { freeBytes: found.bavail * found.bsize };
    }
  }

  /** Whatever it is: a link that leads nowhere is there. */
  async 'real-place'(): Promise<FileAnswers['real-place']> {
    return { ways: await realPlace(this.root) };
  }

  async 'is-there'(): Promise<FileAnswers['is-there']> {
    return { there: (await lstat(this.root).catch(unlessMissing)) !== null };
  }

  private async openInside(path: string): Promise<FileHandle> {
    const folders = foldersOf(path);
    const handle = await this.inside(this.root, folders, (at) => openWhatIsThere(join(at, nameOf(path))), closed);
    try {
      for (let look = this.inside === insideByDescriptor ? LOOKS : 1; look < LOOKS; look++)
        await this.inside(this.root, folders, (at) => needSame(handle, join(at, nameOf(path))));
      return handle;
    } catch (error) {
      await handle.close();
      throw error;
    }
  }

  private keep(handle: FileHandle): number {
    this.handles.set(++this.last, handle);
    return this.last;
  }

  private need(handle: number): FileHandle {
    const found = this.handles.get(handle);
    if (!found) throw fileError('EBADF', 'The file was closed.');
    return found;
  }
}

/** Throws EINVAL for what would lead out. */
function partsOf(path: string): string[] {
  const parts = path === '' ? [] : path.split('/');
  if (path.includes('\0') || parts.some((part) => part === '' || part === '.' || part === '..'))
    throw fileError('EINVAL', 'The path leads out of its directory.');
  return parts;
}
const foldersOf = (path: string): string[] => partsOf(path).slice(0, -1);
const nameOf = (path: string): string => partsOf(path).at(-1)!;

/** Opened first, looked at then: what a name leads to can change between a look and an opening. */
async function openFile(path: string, flags: number): Promise<FileHandle> {
  const handle = await open(path, constants.O_RDONLY | CAREFULLY | flags);
  const found = await handle.stat().catch(() => null);
  if (found?.isFile()) return handle;
  await handle.close();
  throw found?.isDirectory()
    ? fileError(IS_A_FOLDER, 'It is a folder.')
    : fileError(NOT_A_FILE, 'It is no ordinary file.');
}

/** What was opened is what the folder holds under that name. */
async function needSame(handle: FileHandle, path: string): Promise<void> {
  const opened = await handle.stat({ bigint: true });
  const there = await lstat(path, { bigint: true }).catch(() => null);
  if (there?.ino !== opened.ino || there.dev !== opened.dev)
    throw fileError(CHANGED, 'The file was replaced meanwhile.');
}

async function openWhatIsThere(path: string): Promise<FileHandle> {
  const handle = await openFile(path, constants.O_NOFOLLOW);
  try {
    await needSame(handle, path);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const closed = (handle: FileHandle): Promise<void> => handle.close();

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** null: gone meanwhile. Throws where the folder may be listed and not entered. */
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
  const late = new Promise<boolean>((done) => {
    timer = setTimeout(done, LINK_WITHIN_MS, true);
  });
  const found = stat(path).then(
    (one) => one.isDirectory(),
    () => false,
  );
  return Promise.race([found, late]).finally(() => clearTimeout(timer));
}

const kindOf = (found: Stats): FileAnswers['look']['kind'] =>
  found.isFile() ? 'file' : found.isDirectory() ? 'folder' : found.isSymbolicLink() ? 'link' : 'other';

const factsOf = ({ size, mtimeMs, ctimeMs, ino }: Stats): FileFacts => ({ size, mtimeMs, ctimeMs, ino });

function unlessMissing(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null;
  throw error;
}
