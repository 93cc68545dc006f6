import { documentsShown } from '../../contract/documents-shown.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { PlannedRequest } from '../../contract/plan.ts';
import { addingChecks, checksOfUse, refusingBlockChecks, type Writer } from '../../indices/checks.ts';
import { readIndexToChange } from '../../indices/read-index.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { PlanKind } from '../run-kind.ts';
import { closeChecks, openChecks, readyCheck } from './checks.ts';
import type { ChangeIndexStatePlan, IndexAction } from './schema.ts';

export interface ChangeIndexStateRequest {
  index: string;
  action: IndexAction;
  /** The queued or running job that writes into the index; null: none. */
  writer: Writer | null;
  /** Close it although an alias points to it. */
  evenLive?: boolean;
}

/** Blocks under which a server refuses to open or close an index (docs/elasticsearch.md). */
const REFUSING_BLOCKS = ['read_only', 'read_only_allow_delete', 'metadata'];

/** Throws `not_found`, and `refused` for an index of the cluster itself; any other obstacle is a check of the plan. */
export const planChangeIndexState: PlanKind<ChangeIndexStateRequest, ChangeIndexStatePlan> = async (
  { cluster },
  { index: name, action, writer, evenLive = false },
  { signal },
) => {
  const read = await readIndexToChange(cluster, name, signal);
  const { index, others, takenAt } = read;
  const target = {
    action,
    index: name,
    uuid: index.uuid,
    state: index.state,
    documents: index.documents,
    storeBytes: index.storeBytes,
    createdAt: index.createdAt,
    aliases: aliasesOf(index, others),
  };
  const { loading } = index;
  const checks = [
    ...checksOfUse(read, writer),
    ...refusingBlockChecks(index, REFUSING_BLOCKS, action),
    ...(action === 'close' && index.state === 'open' ? addingChecks(read, writer) : []),
    ...(action === 'close'
      ? closeChecks(target, { evenLive, loading })
      : openChecks(target, { loading, red: index.health === 'red' })),
  ];
  return {
    kind: 'change-index-state',
    cluster: read.cluster,
    plannedAt: takenAt,
    ...target,
    checks: checks.length > 0 ? checks : [readyCheck(target)],
    requests: requestsOf(action, name),
    fingerprint: fingerprintOf({
      kind: 'change-index-state',
      cluster: read.cluster.uuid,
      action,
      index: { name, uuid: index.uuid, state: index.state },
      aliases: target.aliases.map(({ alias, others: names }) => ({ alias, others: names })).sort(byAlias),
      checks: checks.filter(({ level }) => level !== 'ok').map(({ level, id }) => `${level} ${id}`),
    }),
  };
};

const byAlias = (a: { alias: string }, b: { alias: string }): number => (a.alias < b.alias ? -1 : 1);

const aliasesOf = (index: IndexSummary, others: readonly IndexSummary[]): ChangeIndexStatePlan['aliases'] =>
  [...new Set(index.aliases.map(({ alias }) => alias))]
    .map((alias) => ({
      alias,
      documents: documentsShown(index, alias),
      others: others
        .filter(({ aliases }) => aliases.some((membership) => membership.alias === alias))
        .map(({ name }) => name)
        .sort(),
    }))
    .sort((a, b) => (b.documents ?? -1) - (a.documents ?? -1) || byAlias(a, b));

function requestsOf(action: IndexAction, name: string): PlannedRequest[] {
  const path = encodeURIComponent(name);
  if (action === 'close') return [{ method: 'POST', path: `/${path}/_close` }];
  return [
    { method: 'POST', path: `/${path}/_open?wait_for_active_shards=0` },
    {
      method: 'GET',
      path: `/_cluster/health/${path}?wait_for_status=yellow&timeout=60s`,
      note: 'until its shards are there',
    },
  ];
}
