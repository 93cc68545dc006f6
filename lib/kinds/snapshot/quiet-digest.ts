import { at } from '../../contract/by-name.ts';
import type { IndexMarks } from '../../contract/shard-marks.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { readIndexMarks } from '../../elasticsearch/snapshots/shard-marks.ts';
import { digestIndex } from '../../proving/check-content.ts';
import { pause } from '../../retry.ts';
import type { Run } from '../../running/run.ts';
import { proofOf } from '../../snapshots/proof.ts';

const LOOK_EVERY_MS = 5_000;

type DigestRun = Pick<Run, 'signal' | 'report' | 'log'>;

/**
 * The digest of a live index, if nothing is written to it from the marks until it is read; else null, soon after the write. The
 * snapshot is taken by then, so nothing is thrown but a cancellation: the log says why there is no digest.
 */
export async function quietDigest(
  cluster: Cluster,
  { index, shards, marks }: { index: string; shards: number; marks: IndexMarks },
  run: DigestRun,
  lookEveryMs = LOOK_EVERY_MS,
): Promise<string | null> {
  const written = new AbortController();
  const done = new AbortController();
  const signal = AbortSignal.any([run.signal, written.signal]);
  const isQuiet = async (): Promise<boolean> => {
    const now = at(await readIndexMarks(cluster, [index], signal), index);
    return proofOf(marks, now).proof === 'exact';
  };
  const look = async (): Promise<void> => {
    while (!done.signal.aborted) {
      await pause(lookEveryMs, done.signal);
      // Where the cluster does not answer, the reading waits for it, and the marks after it decide.
      if (!(await isQuiet().catch(() => true))) return written.abort();
    }
  };
  let watching: Promise<void> | null = null;
  try {
    if (await isQuiet()) {
      watching = look().catch(() => undefined);
      const { digest } = await digestIndex(cluster, { index, shards, meanBytes: null }, { ...run, signal });
      if (await isQuiet()) return digest;
    }
    run.log(writtenTo(index));
  } catch (error) {
    if (run.signal.aborted) throw error;
    const why = error instanceof Error ? error.message : String(error);
    run.log(written.signal.aborted ? writtenTo(index) : `${index} has no digest: ${why}`);
  } finally {
    done.abort();
    await watching;
  }
  return null;
}

const writtenTo = (index: string): string =>
  `${index} has no digest: it was written to after the snapshot, before all of it was read.`;
