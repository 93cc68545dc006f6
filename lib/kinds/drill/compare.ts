import type { Place } from '../../backups/sources.ts';
import type { ContentCheck } from '../../contract/load-outcome.ts';
import { restoredCheck, type RestoredCheck } from '../../contract/restored-check.ts';
import { isAppError } from '../../errors.ts';
import { formatCount, plural } from '../../format.ts';
import type { DocumentRate } from '../../loading/document-rate.ts';
import { loadBackup } from '../../loading/load-backup.ts';
import { openPlannedBackup } from '../../loading/open-planned-backup.ts';
import { RejectedFile } from '../../loading/rejected-file.ts';
import { proveRestore } from '../../proving/prove-restore.ts';
import type { RestoreCheckpoint } from '../../loading/checkpoint.ts';
import type { Run } from '../../running/run.ts';
import { prepareTarget } from '../../target/prepare-target.ts';
import { proveRestored } from '../../snapshots/prove-restored.ts';
import { awaitPrimaries } from '../../snapshots/restore-index.ts';
import { beginPlannedRestore, markUnfinished, versionOf } from '../restore-snapshot/run.ts';
import type { RestoreSnapshotPlan } from '../restore-snapshot/schema.ts';
import type { RestorePlan } from '../restore/schema.ts';
import { countEqual } from './count-equal.ts';
import type { DrillCheckpoint, DrillFound } from './schema.ts';

/** `proven: 'unknown'`: there is nothing to compare it with. */
export interface Compared extends Pick<
  DrillFound,
  'documents' | 'equal' | 'compared' | 'bracket' | 'bytes' | 'problem'
> {
  proven: 'yes' | 'no' | 'unknown';
}

type OwnRun = Run<DrillCheckpoint>;

/** Loads a zip file into the index of the drill, and compares every document with it. Adds to `warnings`. */
export async function drillZip(
  place: Place,
  plan: RestorePlan,
  run: OwnRun,
  rate: DocumentRate | undefined,
  warnings: string[],
): Promise<Compared> {
  const own: Run<RestoreCheckpoint> = {
    ...run,
    checkpoint: null,
    // Where the load stands is of no use: a drill never goes on.
    saveCheckpoint: ({ uuid }) => run.checkpoint?.uuid === uuid || run.saveCheckpoint({ uuid }),
  };
  await (await openPlannedBackup(place.backups, plan, 'plan_changed', run.signal)).close();
  const rejected = new RejectedFile(run.directory);
  try {
    const uuid = await prepareTarget(place.cluster, plan, own, warnings);
    const options = { rate };
    const loaded = await loadBackup(place, plan, uuid, own, options, rejected, null);
    const check = await proveRestore(place, plan, uuid, loaded, own, warnings, options);
    const { backup } = plan;
    if (check.verdict === 'equal')
      return { proven: 'yes', documents: backup.documents, equal: check.documents, problem: null, ...ofZip(plan) };
    const { equal, sentence } = await differences(place, plan, check, own, rate);
    return { proven: 'no', documents: backup.documents, equal, problem: sentence, ...ofZip(plan) };
  } finally {
    await rejected.close();
  }
}

const ofZip = ({ backup }: RestorePlan) => ({
  compared: 'content' as const,
  bracket: null,
  bytes: backup.objectsBytes,
});

/** How many are equal, of an index that is not; a rejected document is named by the check already. */
async function differences(
  place: Place,
  plan: RestorePlan,
  check: ContentCheck,
  run: Run<RestoreCheckpoint>,
  rate: DocumentRate | undefined,
): Promise<{ equal: number; sentence: string }> {
  if (check.compared !== undefined) return { equal: check.compared.equal, sentence: check.sentence };
  const counted = await countEqual(place, plan, run as Run<never>, rate);
  return {
    equal: counted.compared?.equal ?? 0,
    sentence: `${check.sentence} ${counted.sentence}`,
  };
}

/** Has the nodes restore an index of a snapshot, and compares it with what is known of the snapshot. */
export async function drillSnapshot(
  { cluster }: Place,
  plan: RestoreSnapshotPlan,
  run: OwnRun,
  rate: DocumentRate | undefined,
): Promise<Compared> {
  const { index } = plan.target;
  const uuid = await beginPlannedRestore(cluster, plan, run as Run<{ uuid: string | null }>);
  await markUnfinished(cluster, plan, run as Run<{ uuid: string | null }>);
  await awaitPrimaries(cluster, { index, uuid, version: versionOf(plan) }, run);
  const check = await checkOf(proveRestored(cluster, { index, uuid, known: plan.snapshot, rate }, run as Run));
  return comparedSnapshot(plan, check);
}

/** Also of an index that differs, for which it throws. */
const checkOf = (proof: Promise<RestoredCheck>): Promise<RestoredCheck> =>
  proof.catch((error: unknown) => {
    const check = isAppError(error) ? restoredCheck.safeParse(error.details['check']).data : undefined;
    if (check === undefined) throw error;
    return check;
  });

/**
 * What the comparison says. Without a digest only numbers are compared: each shard's, or the two of a bracketed snapshot, outside
 * of which a number proves nothing, as documents can have been written and deleted meanwhile. Pure.
 */
export function comparedSnapshot(
  { snapshot }: Pick<RestoreSnapshotPlan, 'snapshot'>,
  { documents, sentence, verdict }: Pick<RestoredCheck, 'documents' | 'sentence' | 'verdict'>,
): Compared {
  const known = snapshot.documents;
  const bracket = snapshot.proof === 'bracketed' ? known : null;
  const base = { documents, bracket, bytes: snapshot.bytes };
  const isExpected = known !== null && documents >= known.least && documents <= known.most;
  const equal = isExpected ? documents : null;
  if (verdict === 'equal') return { ...base, proven: 'yes', equal: documents, compared: 'content', problem: null };
  if (verdict === 'counted') return { ...base, proven: 'yes', equal, compared: 'counts', problem: null };
  if (verdict === 'different')
    return {
      ...base,
      proven: 'no',
      equal: null,
      compared: snapshot.digest === null ? 'counts' : 'content',
      problem: sentence,
    };
  if (bracket !== null && isExpected) return { ...base, proven: 'yes', equal, compared: 'counts', problem: null };
  const why =
    bracket === null
      ? sentence
      : `${plural(documents, 'document')} ${documents === 1 ? 'is' : 'are'} in the restored index, and ` +
        `${formatCount(bracket.least)} to ${formatCount(bracket.most)} were there while the snapshot was taken. That can be ` +
        'right where documents were written and deleted meanwhile.';
  return { ...base, proven: 'unknown', equal: null, compared: 'nothing', problem: `Restored, but not proven: ${why}` };
}
