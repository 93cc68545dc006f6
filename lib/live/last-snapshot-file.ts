import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { configuration } from '../config.ts';
import type { AliasEvent } from '../contract/alias-page.ts';
import type { ClusterChange } from '../contract/overview.ts';
import { codeOf } from '../files/file-error.ts';
import { readRegularFileSync } from '../files/regular-file.ts';
import { log } from '../log.ts';
import { makeDirectory } from '../make-folder.ts';
import type { ClusterSnapshot } from './changes.ts';

/** The content of the file, as JSON. */
export interface SavedHistory {
  picture: ClusterSnapshot | null;
  changes: ClusterChange[];
  /** Of aliases, newest first. Files of older versions lack it. */
  aliasEvents: AliasEvent[];
}

/** The last snapshot of one cluster and its latest changes, in the data directory. */
export class LastSnapshotFile {
  readonly #cluster: string;
  readonly #path: string;
  #writing: Promise<void> = Promise.resolve();

  /** `dataDirectory`: default, that of the configuration, which a command line may not have. */
  constructor(cluster: string, dataDirectory = configuration().dataDirectory) {
    this.#cluster = cluster;
    this.#path = join(dataDirectory, `last-look-${cluster}.json`);
  }

  /** Empty where there is no file yet, or it can't be read. */
  read(): SavedHistory {
    try {
      const saved = JSON.parse(readRegularFileSync(this.#path)) as Partial<SavedHistory>;
      return {
        picture: saved.picture ?? null,
        changes: Array.isArray(saved.changes) ? saved.changes : [],
        aliasEvents: Array.isArray(saved.aliasEvents) ? saved.aliasEvents : [],
      };
    } catch (error) {
      // A full disk may have cut the file short.
      if (codeOf(error) !== 'ENOENT')
        log().warn(
          { err: error, file: this.#path },
          'The last snapshot of the cluster can’t be read; changes since then are not shown.',
        );
      return { picture: null, changes: [], aliasEvents: [] };
    }
  }

  /** Writes in the background, one after the other: a busy disk can take seconds, and no request waits for it. */
  write(history: SavedHistory): void {
    this.#writing = this.#writing.then(async () => {
      try {
        await makeDirectory(configuration().dataDirectory, 0o700);
        await rm(`${this.#path}.new`, { force: true });
        await writeFile(`${this.#path}.new`, JSON.stringify(history), { flag: 'wx', mode: 0o600 });
        await rename(`${this.#path}.new`, this.#path);
      } catch (error) {
        log().warn(
          { err: error, cluster: this.#cluster },
          'The last snapshot of the cluster could not be saved; changes made while Restore Desk is stopped will not be shown.',
        );
      }
    });
  }
}
