import { carryQuery, parseQuery, sinceInUtc, type Since } from '../../carrying/carry-query.ts';
import { decideAll } from '../../carrying/decide-all.ts';
import { decideCarry } from '../../carrying/decide-carry.ts';
import { differenceCandidates } from '../../carrying/difference-candidates.ts';
import { expectCounts, lookUpLimit } from '../../carrying/expect.ts';
import { EXAMINING } from '../../carrying/phases.ts';
import { readTarget, type TargetState } from '../../carrying/read-target.ts';
import type { BackupRef } from '../../contract/backup-ref.ts';
import { CHANGES, changesOf, type Change } from '../../contract/carried.ts';
import type { ExpectedCounts } from '../../contract/carry-schema.ts';
import type { BackupSide, IndexSide } from '../../contract/comparison.ts';
import { readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { checkQuery } from '../../elasticsearch/read/match-documents.ts';
import { readSourceModes } from '../../elasticsearch/read/source-mode.ts';
import { AppError } from '../../errors.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { Meter } from '../../running/meter.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { readMappingType } from '../../target/mappings/mapping-type.ts';
import type { CompareResult, CompareWork } from '../compare/schema.ts';
import type { PlanKind, PlanRun } from '../run-kind.ts';
import { carryChecks } from './checks.ts';
import { plannedRequests } from './planned-requests.ts';
import type { CarryForwardPlan } from './schema.ts';

export interface CarryForwardRequest {
  /** Of a backup (left) with the index that was live (right), and the directory of that job. */
  comparison: { job: string; directory: string; work: CompareWork; result: CompareResult };
  /** The restored index, or an alias of it. */
  to: string;
  changes: readonly Change[];
  query?: object | undefined;
  since?: Since | undefined;
  /** The backup that the index of this uuid was restored from; null: not known here. */
  restoredFrom?: (uuid: string) => BackupRef | null;
  /** When the alias moved from one index to the other, by their uuids; null: not known here. */
  switchedAt?: (from: string, to: string) => string | null;
}

/**
 * What would be carried from the index that was live into the restored one. Changes nothing. Throws `not_found`, `refused`,
 * `invalid_input` (also for a query that the cluster refuses); any other obstacle is a check of the plan.
 */
export const planCarryForward: PlanKind<CarryForwardRequest, CarryForwardPlan> = async ({ cluster }, request, run) => {
  const { comparison } = request;
  const { base, from } = sidesOf(comparison.work);
  await assertSameCluster(cluster, comparison.work, run.signal);
  const changes = CHANGES.filter((change) => request.changes.includes(change));
  const since = request.since === undefined ? null : sinceInUtc(request.since);
  const query = carryQuery(request.query ?? null, since);
  const target = await readTarget(cluster, request.to, run.signal);
  const source = await readIndexIdentity(cluster, from.index, run.signal);
  const { to } = target;
  const found = changesOf(comparison.result.counts);
  const planned = {
    kind: 'carry-forward' as const,
    cluster: await cluster.identity(run.signal),
    plannedAt: new Date().toISOString(),
    comparison: { job: comparison.job, readAt: comparison.result.readAt },
    base: { backup: base.backup, group: base.group, takenAt: base.takenAt, documents: base.documents },
    from: {
      index: from.index,
      uuid: from.uuid,
      type: source === null ? null : await readMappingType(cluster, from.index, run.signal),
    },
    to,
    changes,
    query,
    since,
    found,
  };
  const checks = carryChecks(planned, {
    target,
    source,
    restoredFrom: request.restoredFrom?.(to.uuid) ?? null,
    takenOf: base.uuid,
    switchedAt: request.switchedAt?.(from.uuid, to.uuid) ?? null,
    sourceModes: await readModes(cluster, source === null ? null : from.index, target, run.signal),
  });
  const refused = checks.filter(({ level }) => level === 'refuse');
  const expected =
    refused.length > 0 ? NOTHING(changes, found) : await expect(cluster, planned, target, comparison.directory, run);
  const plan = { ...planned, checks, expected };
  return {
    ...plan,
    requests: plannedRequests(plan),
    fingerprint: fingerprintOf({
      kind: plan.kind,
      cluster: plan.cluster.uuid,
      comparison: comparison.job,
      from: from.uuid,
      to: { index: to.index, uuid: to.uuid, aliases: to.aliases },
      changes,
      query,
      refusals: refused.map(({ id }) => id),
    }),
  };
};

/** Of indices that are there and can be read. */
async function readModes(cluster: Cluster, from: string | null, { index }: TargetState, signal: AbortSignal) {
  const readable = index.state === 'open' && !index.blocks.includes('metadata') ? [index.name] : [];
  return readSourceModes(cluster, [...new Set([...(from === null ? [] : [from]), ...readable])], signal);
}

/** Throws `refused` for a comparison of other sides. */
function sidesOf({ left, right }: CompareWork): { base: BackupSide; from: IndexSide } {
  if (left.kind === 'backup' && right.kind === 'index') {
    if (right.cluster === undefined) return { base: left, from: right };
    throw new AppError('refused', 'The index of the comparison is of another cluster.', {
      hint: 'Changes are carried forward within one cluster: compare the backup with the index that was live here.',
    });
  }
  throw new AppError(
    'refused',
    'Changes are carried forward by a comparison of a backup (left) with an index (right).',
    {
      hint: 'Compare the backup that was restored with the index that was live.',
    },
  );
}

const NOTHING = (changes: readonly Change[], found: Record<Change, number>): ExpectedCounts => ({
  added: 0,
  changed: 0,
  deleted: 0,
  already: 0,
  conflicts: 0,
  leftOut: 0,
  lookedUp: 0,
  total: totalOf(changes, found),
});

export const totalOf = (changes: readonly Change[], found: Record<Change, number>): number =>
  changes.reduce((sum, change) => sum + found[change], 0);

async function expect(
  cluster: Cluster,
  { changes, found, from, query }: Pick<CarryForwardPlan, 'changes' | 'found' | 'from' | 'query'>,
  { to }: TargetState,
  directory: string,
  run: PlanRun,
): Promise<ExpectedCounts> {
  const parsed = query === null ? null : parseQuery(query);
  if (parsed !== null) {
    await checkQuery(cluster, from.index, parsed, run.signal);
    if (changes.includes('deleted')) await checkQuery(cluster, to.index, parsed, run.signal);
  }
  const sides = {
    from: { index: from.index, name: from.index, type: from.type },
    to: { index: to.index, name: to.index, type: to.type },
    query: parsed,
  };
  const counts = NOTHING(changes, found);
  const meter = new Meter();
  const report = (done: number) =>
    run.report(meter.progress({ ...EXAMINING, subject: to.index, done, total: counts.total, unit: 'documents' }));
  // Of each kind of change, so that none is left unexamined because another one has more.
  for (const change of changes) {
    const before = counts.lookedUp;
    const candidates = differenceCandidates(directory, [change], found, null, run.signal);
    const decided = decideAll(candidates, decideCarry(cluster, sides, run.signal));
    const part = await expectCounts(decided, lookUpLimit(changes.length), (done) => report(before + done));
    for (const name of Object.keys(part) as (keyof typeof part)[]) counts[name] += part[name];
  }
  return counts;
}
