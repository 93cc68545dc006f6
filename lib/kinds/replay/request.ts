import type { CaptureFile } from '../../captures/found.ts';
import type { ReplayChoice } from './schema.ts';

/** What is to be planned. */
export interface ReplayRequest {
  target: { name: string | null; url: string; queueStatus: string | null };
  files: readonly CaptureFile[];
  /** The configured folder of the files; null: their paths are of a command line. */
  folder: string | null;
  /** Where captured requests are kept while they are read, a directory of the data directory. */
  preparedIn: string;
  choice: ReplayChoice;
  /**
   * Aliases of the cluster that the requests are for: each must be on an index. null: the target is no configured one,
   * and the cluster is not asked.
   */
  cluster: {
    /** Names that may be written to; null: any. */
    aliases: readonly string[] | null;
    /** Only requests to this alias and its indices are replayed. */
    only: { alias: string; index: string; uuid: string; job: string | null } | null;
    /** When the alias lost its documents, where it was watched. */
    lostAt: string | null;
    /** When the alias moved to the restored index; null: not known here. */
    switchedAt: string | null;
  } | null;
}
