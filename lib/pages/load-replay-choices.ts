import type { ConfiguredCluster } from '../config/configuration.ts';
import { toFailure } from '../errors.ts';
import type { ReplayChoices } from '../kinds/replay/review.ts';
import { MAX_AGE_MS, MAX_WAIT_MS, readsOf } from '../live/cluster-reads.ts';
import { visibleText } from '../json/visible-text.ts';
import { listCaptures } from './replay-captures.ts';
import { restoredLately } from './replay-restores.ts';

/** What the page of a replay offers. `again`: the folder is listed now. Throws AppError disk. */
export async function loadReplayChoices(
  cluster: ConfiguredCluster,
  again: boolean,
  signal: AbortSignal,
): Promise<ReplayChoices> {
  const { replay } = cluster;
  if (replay === null) return { replay: null };
  return {
    replay: {
      folder: replay.captures,
      ...(await capturesOf(cluster, again, signal)),
      targets: replay.targets.map(({ indices, name, url }) => ({ name, url, indices })),
      restores: restoredLately(cluster).map(({ alias, endedAt, index, job, startedAt }) => ({
        alias,
        endedAt,
        index,
        job,
        startedAt,
      })),
      aliases: await aliasesOf(cluster),
    },
  };
}

async function capturesOf(cluster: ConfiguredCluster, again: boolean, signal: AbortSignal) {
  try {
    const { files, listedAt } = await listCaptures(cluster, { again, signal });
    return {
      files: files.map(({ bytes, modifiedMs, name, path, server }) => ({
        path,
        server: visibleText(server),
        name: visibleText(name),
        bytes,
        modifiedAt: new Date(modifiedMs).toISOString(),
      })),
      listedAt,
      problem: null,
    };
  } catch (error) {
    const { hint, message } = toFailure(error);
    return { files: [], listedAt: null, problem: { message, hint } };
  }
}

async function aliasesOf(cluster: ConfiguredCluster): Promise<string[] | null> {
  const { value } = await readsOf(cluster.key).indices.readOrLast({ maxAgeMs: MAX_AGE_MS, waitMs: MAX_WAIT_MS });
  if (value === null) return null;
  return [...new Set(value.indices.flatMap(({ aliases }) => aliases.map(({ alias }) => alias)))].sort();
}
