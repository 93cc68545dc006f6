import type { ConfiguredCluster } from '../config.ts';
import { readsOf } from '../live/cluster-reads.ts';

/** Who writes to a repository changes seldom. */
const MAX_AGE_MS = 60_000;
/** Others that do not answer do not hold up a review. */
const MAX_WAIT_MS = 1_000;

/**
 * Reads where the other clusters write snapshots, for the question from which of them a snapshot may be
 * (lib/jobs/document-origin.ts). Of one that does not answer in time the last answer counts. Throws nothing.
 */
export async function readSnapshotPlaces({ others }: ConfiguredCluster): Promise<void> {
  await Promise.all(
    (others?.() ?? []).map(({ key }) => {
      const { registered } = readsOf(key).repositories;
      const isKnown = registered.reading().value !== null || registered.silence() !== null;
      return registered.readOrLast({ maxAgeMs: MAX_AGE_MS, waitMs: isKnown ? 0 : MAX_WAIT_MS });
    }),
  );
}
