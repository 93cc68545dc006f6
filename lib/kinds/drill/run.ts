import type { Place } from '../../backups/sources.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatList, plural } from '../../format.ts';
import { DocumentRate } from '../../loading/document-rate.ts';
import { withRetry } from '../../retry.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { settledWithin } from '../../settled-within.ts';
import type { RunKind } from '../run-kind.ts';
import { drilledName } from './backup-name.ts';
import { drillSnapshot, drillZip, type Compared } from './compare.ts';
import { assertNoDrillIndex, deleteDrillIndex, indexOfDrill } from './delete-index.ts';
import { DELETING } from './phases.ts';
import { runProbes } from './probes.ts';
import type { DrillCheckpoint, DrillFound, DrillPlan, DrillResult, DrillWork, ProbeResult } from './schema.ts';

type OwnRun = Run<DrillCheckpoint>;

/**
 * Restores a backup into an index of its own, compares it, runs the probes, and deletes the index, however it ends. Throws
 * `content_mismatch` with what was found (`details.soFar`) where the backup or a probe is not as it must be, `backup_damaged` and
 * `backup_incomplete`.
 */
export const runDrill: RunKind<DrillWork, DrillResult, DrillCheckpoint> = async (place, { plan }, run) => {
  assertNoRefusals(plan);
  try {
    return await drillOnce(place, plan, run);
  } catch (error) {
    throw explainFailure(error, plan);
  }
};

async function drillOnce(place: Place, plan: DrillPlan, run: OwnRun): Promise<DrillResult> {
  await assertSameCluster(place.cluster, plan, run.signal);
  if (plan.source.kind === 'zip' && plan.source.damage !== null) return failByDamage(place, plan, run);
  // Before anything that would delete it at the end.
  await assertNoDrillIndex(place.cluster, plan.target.index, run.signal);
  const warnings: string[] = [];
  let uuid: string | null = null;
  const remembering: OwnRun = {
    ...run,
    saveCheckpoint: (checkpoint) => {
      if (checkpoint.uuid === uuid) return;
      uuid = checkpoint.uuid;
      run.saveCheckpoint(checkpoint);
    },
  };
  let tried: Tried;
  let deleted = false;
  try {
    tried = await tryBackup(place, plan, remembering, warnings);
  } finally {
    deleted = await deleteAgain(place, plan, uuid, run, warnings);
  }
  return outcomeOf(plan, tried, { deleted, warnings });
}

/** What a drill has found before its index is deleted. */
interface Tried {
  compared: Compared;
  probes: ProbeResult[];
  seconds: number;
}

async function tryBackup(place: Place, plan: DrillPlan, run: OwnRun, warnings: string[]): Promise<Tried> {
  const { alias, documentsPerSecond, probes, source, target } = plan;
  const rate = documentsPerSecond === null ? undefined : new DocumentRate(documentsPerSecond, run.signal);
  const startedMs = performance.now();
  const compared =
    source.kind === 'zip'
      ? await drillZip(place, source.restore!, run, rate, warnings)
      : await drillSnapshot(place, source.restore, run, rate);
  const seconds = (performance.now() - startedMs) / 1000;
  return { compared, seconds, probes: await runProbes(place, { index: target.index, alias, probes }, run) };
}

function outcomeOf(
  plan: DrillPlan,
  { compared: { proven, ...compared }, probes, seconds }: Tried,
  { deleted, warnings }: Pick<DrillFound, 'deleted' | 'warnings'>,
): DrillResult {
  const failed = probes.filter(({ ok }) => !ok);
  const problems = [
    ...(compared.problem === null ? [] : [compared.problem]),
    ...(failed.length === 0 ? [] : [failedProbes(failed, probes.length)]),
  ];
  const found: DrillFound = {
    backup: drilledName(plan),
    index: plan.target.index,
    ...compared,
    probes,
    seconds,
    limited: plan.documentsPerSecond !== null,
    deleted,
    warnings,
    problem: problems.join(' ') || null,
  };
  if (proven !== 'no' && failed.length === 0)
    return { kind: 'drill', status: proven === 'yes' && deleted ? 'done' : 'partial', ...found };
  throw new AppError('content_mismatch', `The backup did not pass its drill. ${problems.join(' ')}`, {
    hint: `Don’t rely on this backup. ${proven === 'no' ? 'Drill an older one, make a new one, and find out what changed it' : 'Find out whether its documents or the probe are wrong'}. No alias and no live index was touched.`,
    details: { soFar: found },
  });
}

const failedProbes = (failed: readonly ProbeResult[], all: number): string =>
  `${failed.length} of ${plural(all, 'probe')} failed: ${formatList(
    failed.map(({ hits, name, wanted, why }) => `${name} (${why ?? `${String(hits)} hits; wanted ${wanted}`})`),
    5,
  )}.`;

/** The backup is read once more: another file may have its name by now. */
async function failByDamage({ backups }: Place, { source }: DrillPlan, run: OwnRun): Promise<never> {
  const { damage, ref } = source as Extract<DrillPlan['source'], { kind: 'zip' }>;
  const { complete, fileBytes } = await backups.of(ref.source).verify(ref.id, run);
  if (complete)
    throw new AppError('plan_changed', 'The file is another one than when the drill was planned, and is complete.', {
      hint: 'Start the drill again.',
    });
  throw new AppError('backup_incomplete', damage!.message, {
    hint: 'Use an older backup, and make a new one.',
    details: { fileBytes },
  });
}

/** Of a restore, they speak of an index that is kept, or of a restore that goes on. */
const OTHER_HINTS = new Map([
  ['backup_damaged', 'Don’t rely on this backup: make a new one.'],
  ['content_mismatch', 'Start the drill again; if it happens twice, find out what changes the index.'],
  ['index_changed', 'Find out who did it and why, then start the drill again.'],
]);

/** Says of every failure which backup and which index it is about. */
function explainFailure(error: unknown, plan: DrillPlan): unknown {
  if (!isAppError(error) || error.code === 'cancelled' || 'soFar' in error.details) return error;
  const hint = OTHER_HINTS.get(error.code);
  return new AppError(error.code, error.message, {
    cause: error,
    ...(hint === undefined ? {} : { hint: `${hint} No alias and no live index was touched.` }),
    ...(hint === undefined && error.hint !== undefined ? { hint: error.hint } : {}),
    details: { ...error.details, soFar: { backup: drilledName(plan), index: plan.target.index } },
  });
}

/** A process that stops has 8 seconds; else the cluster may need a moment. */
const DELETE_WITHIN_MS = { stopping: 6_000, otherwise: 60_000 };

/** Without the run's signal: the index must not stay when the drill is cancelled. Throws nothing. False: it is still there. */
async function deleteAgain(
  { cluster }: Place,
  plan: DrillPlan,
  uuid: string | null,
  run: OwnRun,
  warnings: string[],
): Promise<boolean> {
  const ofDrill = indexOfDrill(plan, uuid);
  if (ofDrill === null) return true;
  const { index } = ofDrill;
  run.report(new Meter().progress({ ...DELETING, subject: index, done: 0, total: null, unit: 'steps' }));
  const withinMs = run.signal.aborted ? DELETE_WITHIN_MS.stopping : DELETE_WITHIN_MS.otherwise;
  const attempt = withRetry(() => deleteDrillIndex(cluster, ofDrill), { totalMs: withinMs }).then(
    (kept) => (kept === null ? null : `${index} is kept: ${kept}.`),
    (error: unknown) => `${index} could not be deleted: ${error instanceof Error ? error.message : String(error)}`,
  );
  const settled = await settledWithin(attempt, withinMs);
  const warning = settled === null ? `${index} was not deleted in time.` : settled.value;
  if (warning === null) {
    run.log(`${index} is deleted.`);
    return true;
  }
  const sentence = `${warning} Restore Desk tries again at its next start, and before the next drill on this cluster.`;
  warnings.push(sentence);
  run.log(sentence);
  return false;
}
