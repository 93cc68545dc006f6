import { at } from '../../contract/by-name.ts';
import { documentsIn } from '../../contract/proven-documents.ts';
import type { IndexMarks } from '../../contract/shard-marks.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { countDocuments } from '../../elasticsearch/read/count-documents.ts';
import { readIndexMarks } from '../../elasticsearch/snapshots/shard-marks.ts';
import { readSnapshotSize } from '../../elasticsearch/snapshots/snapshot-progress.ts';
import { readSnapshot, type ServerSnapshot } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError, nullUnlessCancelled } from '../../errors.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { MARKING } from '../../snapshots/phases.ts';
import { missingShards, proofOf } from '../../snapshots/proof.ts';
import { snapshotMetadata } from '../../snapshots/snapshot-metadata.ts';
import { takeSnapshot } from '../../snapshots/take-snapshot.ts';
import { withRetry } from '../../retry.ts';
import type { RunKind } from '../run-kind.ts';
import { quietDigest } from './quiet-digest.ts';
import {
  snapshotCheckpoint,
  type ProvenIndex,
  type SnapshotIndex,
  type SnapshotCheckpoint,
  type SnapshotPlan,
  type SnapshotResult,
  type SnapshotWork,
} from './schema.ts';

const RETRY_MS = 600_000;

/**
 * Takes the snapshot as planned, with the marks of every shard right before and right after it. Run again after an
 * interruption, it finds the snapshot by its name. Throws `plan_changed` where an index was created again.
 */
export const runSnapshot: RunKind<SnapshotWork, SnapshotResult, SnapshotCheckpoint> = async (
  { cluster },
  { plan },
  run,
) => {
  const started = performance.now();
  assertNoRefusals(plan);
  await assertSameCluster(cluster, plan, run.signal);
  const saved = snapshotCheckpoint.safeParse(run.checkpoint).data ?? null;
  // Killed before the checkpoint was saved: the snapshot may have begun, and the marks before it are lost.
  const begun = saved !== null || (await isBegun(cluster, plan, run.signal));
  const before = saved?.before ?? (begun ? [] : await readMarks(cluster, plan, run));
  run.saveCheckpoint({ before });
  const taken = await takeSnapshot(cluster, toTake(plan, before), { begun }, run);
  const after = await readMarks(cluster, plan, run);
  const indices = await prove(cluster, plan, { before, after, taken }, run);
  const size = await readSnapshotSize(cluster, plan.repository, plan.snapshot, run.signal).catch(nullUnlessCancelled);
  const isComplete = taken.state === 'SUCCESS' && plan.skipped.length === 0;
  return {
    kind: 'snapshot',
    status: isComplete ? 'done' : 'partial',
    repository: plan.repository,
    snapshot: taken.name,
    uuid: taken.uuid,
    state: taken.state,
    proof: taken.state === 'SUCCESS' && indices.every(({ proof }) => proof === 'exact') ? 'exact' : 'bracketed',
    indices,
    skipped: plan.skipped,
    shards: taken.shards,
    failures: failuresOf(taken),
    bytes: size?.total ?? null,
    addedBytes: size?.added ?? null,
    seconds: (performance.now() - started) / 1000,
  };
};

/** There was no snapshot of the name when this was planned. Throws `plan_changed` where there is one of other indices now. */
async function isBegun(cluster: Cluster, plan: SnapshotPlan, signal: AbortSignal): Promise<boolean> {
  const found = await readSnapshot(cluster, plan.repository, plan.snapshot, signal);
  if (found === null) return false;
  const names = (indices: readonly string[]) => [...indices].sort().join();
  const isOwn =
    names(found.indices) === names(plan.indices.map(({ index }) => index)) &&
    (found.metadata === null || found.metadata['by'] === plan.by);
  if (isOwn) return true;
  throw new AppError('plan_changed', `Somebody else took a snapshot ${plan.snapshot} since this was planned.`, {
    hint: 'Take it under another name.',
  });
}

const MOST_FAILURES = 200;
const failuresOf = ({ failures }: ServerSnapshot) => failures.slice(0, MOST_FAILURES);

const toTake = (plan: SnapshotPlan, before: readonly IndexMarks[]) => ({
  repository: plan.repository,
  name: plan.snapshot,
  indices: plan.indices.map(({ index }) => index),
  metadata: snapshotMetadata({
    by: plan.by,
    why: plan.why,
    aliases: plan.indices.flatMap(({ index, aliases }) => aliases.map((membership) => ({ index, membership }))),
    marks: before,
  }),
});

async function readMarks(
  cluster: Cluster,
  { indices }: SnapshotPlan,
  run: Pick<Run, 'signal' | 'report'>,
): Promise<IndexMarks[]> {
  run.report(new Meter().progress({ ...MARKING, done: 0, total: null, unit: 'indices' }));
  const open = indices.filter(({ state }) => state === 'open').map(({ index }) => index);
  const marks = await withRetry(() => readIndexMarks(cluster, open, run.signal), {
    totalMs: RETRY_MS,
    signal: run.signal,
  });
  return open.flatMap((index) => at(marks, index) ?? []);
}

/** The proof of each index, with a digest of those that were quiet, if it is wanted. */
async function prove(
  cluster: Cluster,
  plan: SnapshotPlan,
  { before, after, taken }: { before: readonly IndexMarks[]; after: readonly IndexMarks[]; taken: ServerSnapshot },
  run: Run<SnapshotCheckpoint>,
): Promise<ProvenIndex[]> {
  const proven: ProvenIndex[] = [];
  const now = await listIndices(cluster, run.signal).catch(nullUnlessCancelled);
  const countedNow = (name: string, uuid: string) =>
    now?.indices.find((each) => each.name === name && each.uuid === uuid)?.documents ?? null;
  for (const planned of plan.indices) {
    const { index, uuid, documents } = planned;
    const [first, second] = [before, after].map((marks) => marks.find((each) => each.index === index));
    const missing = taken.failures.filter((failure) => failure.index === index).length;
    const bracket = missing > 0 ? missingShards(missing) : proofOf(first, second);
    const digest = plan.digest && bracket.proof === 'exact' ? await digestOf(cluster, planned, second!, run) : null;
    proven.push({
      index,
      uuid,
      ...bracket,
      before: first?.shards ?? null,
      after: second?.shards ?? null,
      documents: bracket.proof === 'exact' ? await quietCount(cluster, second!, run.signal) : null,
      ...(bracket.proof === 'exact' ? {} : { counted: { before: documents, after: countedNow(index, uuid) } }),
      digest,
    });
  }
  return proven;
}

/** That of an earlier snapshot, where nothing was written since; else it is read. */
async function digestOf(
  cluster: Cluster,
  { digested, index, shards, uuid }: SnapshotIndex,
  marks: IndexMarks,
  run: Run<SnapshotCheckpoint>,
): Promise<string | null> {
  if (digested === undefined || proofOf({ index, uuid, shards: digested.marks }, marks).proof !== 'exact')
    return quietDigest(cluster, { index, shards, marks }, run);
  run.log(`Nothing was written to ${index} since its last snapshot: its digest is not read again.`);
  return digested.digest;
}

/** The documents that a search sees, where nothing was written until they were counted; else null. */
async function quietCount(cluster: Cluster, marks: IndexMarks, signal: AbortSignal): Promise<number | null> {
  const documents = await countDocuments(cluster, marks.index, signal).catch(nullUnlessCancelled);
  if (documents === null || documents === documentsIn(marks.shards)) return documents;
  // With nested documents, or after a write, the numbers differ.
  const afterwards = at(await readIndexMarks(cluster, [marks.index], signal), marks.index);
  return proofOf(marks, afterwards).proof === 'exact' ? documents : null;
}
