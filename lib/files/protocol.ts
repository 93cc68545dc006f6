/** What the process that does the file work is asked. Paths are relative to its directory. */
export type FileRequest =
  | { op: 'list'; folder: string }
  | { op: 'look'; path: string; followLinks: boolean }
  | { op: 'open'; path: string; followLinks: boolean }
  | { op: 'make-folder'; folder: string }
  | { op: 'create'; path: string }
  | { op: 'read'; handle: number; bytes: number; position: number }
  | { op: 'write'; handle: number; position: number }
  | { op: 'sync'; handle: number; dataOnly: boolean }
  | { op: 'close'; handle: number }
  | { op: 'rename'; handle: number; from: string; to: string }
  | { op: 'remove'; path: string; bytes: number | null }
  | { op: 'remove-folders'; folder: string; made: string }
  | { op: 'room' }
  | { op: 'is-there' };

export interface FileFacts {
  size: number;
  mtimeMs: number;
  ctimeMs: number;
  ino: number;
}

/** Changes whenever the file does. */
export const stampOf = ({ size, mtimeMs, ctimeMs, ino }: FileFacts): string => `${size} ${mtimeMs} ${ctimeMs} ${ino}`;

export type FolderEntry = { name: string } & (
  | { kind: 'file'; facts: FileFacts }
  | { kind: 'folder' }
  /** `toFolder`: a folder is behind it. */
  | { kind: 'link'; toFolder: boolean }
  /** A pipe, a socket, a device. */
  | { kind: 'other' }
);

/** What each request is answered with; `read` has its bytes beside it. */
export interface FileAnswers {
  list: { entries: FolderEntry[] };
  look: { kind: 'file' | 'folder' | 'link' | 'other'; facts: FileFacts };
  open: { handle: number; facts: FileFacts };
  /** The topmost folder that was made, as an absolute path; null: all were there. */
  'make-folder': { made: string | null };
  create: { handle: number };
  read: object;
  write: object;
  sync: object;
  close: object;
  rename: object;
  remove: object;
  'remove-folders': object;
  room: { freeBytes: number };
  'is-there': { there: boolean };
}

/** An error of the system, as it goes over the wire. */
interface FileFailure {
  code: string;
  message: string;
}

export type FileReply = { answer: object } | { failure: FileFailure };

/** Codes of our own beside the system's. */
export const NOT_A_FILE = 'E_NOT_A_FILE';
export const IS_A_FOLDER = 'E_IS_A_FOLDER';
/** It is not what was shown or opened before. */
export const CHANGED = 'E_CHANGED';

/** The most that is read or written by one request. */
export const MOST_BYTES = 1024 * 1024;
