import type { z } from 'zod';
import type { failure } from './job.ts';
import type { LastKnown } from './last-known.ts';
import type { RepositorySettings } from './repository.ts';

/** Lines for a server's configuration, to copy. */
export interface ServerLines {
  /** Where they belong: "elasticsearch.yml of every node, then restart it". */
  where: string;
  text: string;
}

/** Whether a cluster can register repositories of a type. */
export interface TypeSupport {
  type: string;
  /** `unknown`: this user may not read the nodes, or Restore Desk does not know the type. */
  state: 'ok' | 'missing' | 'unknown';
  /** Why it can't be registered, or why that is unknown, as a sentence; null: it can. */
  why: string | null;
  lines: ServerLines[];
}

/** The last verification of a repository by this installation. */
export interface RepositoryVerification {
  job: string;
  at: string;
  /** Names of the nodes that could use it; empty: it failed. */
  nodes: string[];
  /** Why it failed; null: it succeeded. */
  problem: string | null;
}

export interface RepositoryRow {
  name: string;
  type: string;
  /** "Shared folder" */
  typeLabel: string;
  location: string | null;
  readOnly: boolean;
  settings: RepositorySettings;
  /** `reading`: its snapshots are being listed for the first time. `unverified`: some node has not verified it. */
  state: 'ok' | 'problem' | 'unverified' | 'reading';
  /** What is wrong with it, as a sentence; null: nothing. */
  problem: string | null;
  /** null: they are not listed yet, or can't be: see `failure`. */
  snapshots: number | null;
  /** Of these: some shards are missing, or none could be saved. */
  incomplete: number;
  /** Of these: being taken now. */
  running: number;
  /** Why its snapshots can't be listed. */
  failure: z.infer<typeof failure> | null;
  /** Read-only without snapshots: the server accepts any existing folder, also a wrong one. */
  questionable: boolean;
  /** null: not verified by this installation since it was registered. */
  verification: RepositoryVerification | null;
  /** Current nodes that are not in `verification`; null: the nodes are not known. */
  unverifiedNodes: string[] | null;
}

export interface ListedSnapshot {
  name: string;
  /** In the server's words: SUCCESS, PARTIAL, FAILED, IN_PROGRESS, INCOMPATIBLE. */
  state: string;
  /** The first of its indices. */
  indices: string[];
  indexCount: number;
}

/** The backup directory of this server, with zip files. */
export interface ZipFolder {
  directory: string;
  backups: number;
  bytes: number;
  newest: string | null;
  problem: string | null;
}

export interface RepositoriesPage {
  takenAt: string;
  /** The cluster did not answer; the list of repositories is older. */
  lastKnown?: LastKnown;
  rows: RepositoryRow[];
  /** The repository that is shown in full; null: there is none of the name that was asked for, or none at all. */
  selected: { name: string; snapshots: ListedSnapshot[]; left: number } | null;
  /** Names of the nodes that use repositories; null: this user may not read them. */
  nodes: string[] | null;
  /** Every type with a form. */
  types: TypeSupport[];
  /** Whether the server can delete files that no snapshot uses. */
  canCleanUp: boolean;
  /** null: it is being read. */
  folder: ZipFolder | null;
  /** Where the zip files of backups are, for people. */
  backupsAt: string;
}
