/** The requests to the process that does the file operations. Paths are relative to its directory. */
export type FileRequest =
  | { op: 'list'; folder: string }
  | { op: 'stat'; path: string; followLinks: boolean }
  | { op: 'open'; path: string; followLinks: boolean }
  | { op: 'make-folder'; folder: string }
  | { op: 'create'; path: string }
  | { op: 'read'; handle: number; bytes: number; position: number }
  | { op: 'write'; handle: number; position: number }
  | { op: 'sync'; handle: number; dataOnly: boolean }
  | { op: 'close'; handle: number }
  | { op: 'rename'; handle: number; from: string; to: string }
  | { op: 'publish'; from: string; to: string; ino: number }
  | { op: 'remove'; path: string; bytes: number | null }
  | { op: 'remove-folders'; folder: string; made: string }
  | { op: 'free-space' }
  | { op: 'obstacle'; folder: string }
  | { op: 'exists' }
  | { op: 'real-place' };

export interface FileFacts {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
}

/** A text that changes whenever the file does. */
export const stampOf = ({ size, mtimeMs, ctimeMs, ino }: FileFacts): string => `${size} ${mtimeMs} ${ctimeMs} ${ino}`;

export type FolderEntry = { name: string } & (
  | { kind: 'file'; facts: FileFacts }
  | { kind: 'folder' }
  /** `toFolder`: the link points to a folder. */
  | { kind: 'link'; toFolder: boolean }
  /** A pipe, a socket, a device. */
  | { kind: 'other' }
);

/** Of the disk that a directory is on, or will be on. */
export interface FreeSpace {
  freeBytes: number;
  totalBytes: number;
  /** null: the file system has no fixed number of inodes. */
  inodes: { free: number; total: number } | null;
}

/** The result of each request. The bytes of `read` are the reply's body. */
export interface FileResults {
  list: { entries: FolderEntry[] };
  stat: { kind: 'file' | 'folder' | 'link' | 'other'; facts: FileFacts };
  open: { handle: number; facts: FileFacts };
  /** The topmost created folder, as an absolute path; null: all existed. */
  'make-folder': { made: string | null };
  create: { handle: number };
  read: object;
  write: object;
  sync: object;
  close: object;
  rename: object;
  publish: object;
  remove: object;
  'remove-folders': object;
  'free-space': FreeSpace;
  /** The system's code for what makes it impossible to write into the folder; null: nothing that is known. */
  obstacle: { code: string | null };
  exists: { there: boolean };
  'real-place': { identities: readonly string[] };
}

/** An error of the system as data. */
interface FileFailure {
  code: string;
  message: string;
}

export type FileReply = { result: object } | { failure: FileFailure };

/** Our own error codes, in addition to those of the system. */
export const NOT_A_FILE = 'E_NOT_A_FILE';
export const IS_A_FOLDER = 'E_IS_A_FOLDER';
/** The file or folder is not the one that was shown or opened before. */
export const CHANGED = 'E_CHANGED';

/** The most bytes that one request reads or writes. */
export const MAX_BYTES = 1024 * 1024;
