import { deleteBackupAsReviewed } from '../../backups/delete-backup.ts';
import type { BackupSources, Place } from '../../backups/sources.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatBytes, plural } from '../../format.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import type { Run } from '../../running/run.ts';
import { deleteSnapshotAsReviewed } from '../../snapshots/delete-snapshot.ts';
import type { RunKind } from '../run-kind.ts';
import { decideAgain, knowledgeOf, type WhyKeptNow } from './decide-again.ts';
import { CHECKING, DELETING } from './phases.ts';
import { problemOf, readEverything } from './read.ts';
import { shorten } from './rows.ts';
import type {
  PlannedSnapshot,
  PlannedZip,
  RetentionCheckpoint,
  RetentionPlan,
  RetentionResult,
  RetentionWork,
} from './schema.ts';

type RetentionRun = Run<RetentionCheckpoint>;

/** A result lists so many backups that are kept. */
const MOST_KEPT_ROWS = 300;

/**
 * Reads all backups again, decides again, and deletes what both decisions delete, one after the other. What is kept now is left,
 * and so is what has changed since the plan. Throws `disk` or `cluster_error` where the place can't be read, `plan_changed`
 * for another cluster, and the first failure where everything failed.
 */
export const runRetention: RunKind<RetentionWork, RetentionResult, RetentionCheckpoint> = async (
  place,
  { plan },
  run,
) => {
  const startedMs = performance.now();
  assertNoRefusals(plan);
  await assertSameCluster(place.cluster, plan, run.signal);
  run.report(progressOf(CHECKING, null, 0, null));
  const whyKept = await decideOnceMore(place, plan, run);
  const deletions = new Deletions(place, run, plan.backups.length + plan.snapshots.length);
  for (const zip of plan.backups) await deletions.zip(zip, whyKept);
  for (const snapshot of plan.snapshots) await deletions.snapshot(snapshot, whyKept);
  const { deleted, left, leftThere, snapshots } = deletions.end();
  const { final, note } = await effectOf(place.backups, plan, deleted, run);
  const keptRows = plan.groups.map((group) => ({ ...group, backups: group.backups.filter(({ kept }) => kept) }));
  return {
    kind: 'retention',
    status: left.some(({ failed }) => failed) ? 'partial' : 'done',
    deleted,
    snapshots,
    left,
    kept: plan.kept + leftThere,
    bytes: deleted.reduce((sum, { fileBytes }) => sum + fileBytes, 0),
    final,
    note,
    groups: shorten(keptRows, MOST_KEPT_ROWS).groups,
    keptWhole: plan.groups.flatMap(({ keepsAll, name }) => (keepsAll === null ? [] : [{ name, because: keepsAll }])),
    seconds: (performance.now() - startedMs) / 1000,
  };
};

async function decideOnceMore(place: Place, plan: RetentionPlan, run: RetentionRun): Promise<WhyKeptNow> {
  const known = await readEverything(place, plan, knowledgeOf(plan.remembered), run.signal);
  const problem = problemOf(known, plan);
  if (problem !== null)
    throw new AppError(plan.repository === null ? 'disk' : 'cluster_error', problem, {
      hint: 'Nothing was deleted. The next run decides again.',
    });
  return decideAgain(plan, known, Date.now());
}

/** Deletes one after the other, and remembers what became of each. */
class Deletions {
  private readonly place: Place;
  private readonly run: RetentionRun;
  private readonly total: number;
  private readonly deleted: RetentionResult['deleted'] = [];
  private readonly snapshots: RetentionResult['snapshots'] = [];
  private readonly left: RetentionResult['left'] = [];
  /** Of those that are left, how many still exist. */
  private leftThere = 0;
  private failure: unknown = null;

  constructor(place: Place, run: RetentionRun, total: number) {
    this.place = place;
    this.run = run;
    this.total = total;
  }

  async zip(planned: PlannedZip, whyKept: WhyKeptNow): Promise<void> {
    const {
      backup: { id },
      fileBytes,
    } = planned;
    await this.one(id, whyKept(planned), async () => {
      await deleteBackupAsReviewed(this.place.backups, planned, this.run.signal);
      this.deleted.push({ id, fileBytes });
      this.run.saveCheckpoint({ deleted: this.deleted });
      this.run.log(`Deleted ${id} (${formatBytes(fileBytes)}).`);
    });
  }

  async snapshot(planned: PlannedSnapshot, whyKept: WhyKeptNow): Promise<void> {
    const { repository, snapshot } = planned;
    await this.one(snapshot, whyKept(planned), async () => {
      await deleteSnapshotAsReviewed(this.place.cluster, planned, this.run.signal);
      this.snapshots.push(planned);
      this.run.log(`Deleted the snapshot ${snapshot} from ${repository}.`);
    });
  }

  /** Throws the first failure where nothing could be deleted. */
  end(): Pick<RetentionResult, 'deleted' | 'left' | 'snapshots'> & { leftThere: number } {
    const { deleted, left, leftThere, snapshots } = this;
    if (this.failure !== null && deleted.length + snapshots.length === 0 && left.every(({ failed }) => failed))
      throw this.failure;
    return { deleted, left, leftThere, snapshots };
  }

  private async one(id: string, kept: string | null, remove: () => Promise<void>): Promise<void> {
    if (this.run.signal.aborted) throw this.cancelled();
    this.run.report(progressOf(DELETING, id, this.done, this.total));
    if (kept !== null) return this.leave(id, `It is kept now: ${kept}.`, false);
    try {
      await remove();
    } catch (error) {
      if (this.run.signal.aborted) throw this.cancelled();
      if (!isAppError(error)) throw error;
      if (error.code === 'not_found') return this.leave(id, 'It no longer existed.', false, false);
      this.failure ??= error;
      this.leave(id, error.message, error.code !== 'plan_changed');
    }
  }

  private leave(id: string, reason: string, failed: boolean, isThere = true): void {
    if (isThere) this.leftThere++;
    this.left.push({ id, reason, failed });
    this.run.log(`Did not delete ${id}: ${reason}`);
  }

  private get done(): number {
    return this.deleted.length + this.snapshots.length + this.left.length;
  }

  private cancelled(): AppError {
    const done = this.deleted.length + this.snapshots.length;
    return new AppError('cancelled', `Cancelled after ${plural(done, 'deletion')} of ${this.total}; the others exist.`);
  }
}

async function effectOf(
  backups: BackupSources,
  { source }: RetentionPlan,
  deleted: RetentionResult['deleted'],
  run: RetentionRun,
): Promise<{ final: boolean; note: string | null }> {
  if (source === null || deleted.length === 0) return { final: true, note: null };
  const ids = deleted.map(({ id }) => id);
  const effect = await backups
    .of(source)
    .deletionEffect(ids, run.signal)
    .catch(() => ({ final: true, note: null }));
  if (effect.note !== null) run.log(effect.note);
  return effect;
}

const progressOf = (
  phase: typeof CHECKING | typeof DELETING,
  subject: string | null,
  done: number,
  total: number | null,
) =>
  ({
    ...phase,
    subject,
    done,
    total,
    unit: 'steps',
    bytes: 0,
    totalBytes: null,
    rate: null,
    secondsLeft: null,
    counters: null,
    pausedBecause: null,
  }) as const;
