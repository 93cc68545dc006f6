import type { PolicyRetention, ServerPolicies, SnapshotPolicy } from '../../contract/policies.ts';
import type { Cluster } from '../client/cluster.ts';
import { clip } from '../client/response-limits.ts';
import { anything, listOf, object } from '../client/shape.ts';
import { memberOf, numberIn, patternsIn, ruleOf, textIn, timeIn } from './policy-values.ts';

const MOST = 1_000;

/**
 * OpenSearch's snapshot management. Source: the documentation of `GET _plugins/_sm/policies` and `_explain` (2.1 and later); no server
 * here has the plugin, so it was read and not tried. It keeps only the latest run of each policy.
 */
export async function readManagementPolicies(cluster: Cluster, signal?: AbortSignal): Promise<ServerPolicies> {
  const get = { method: 'GET', signal, responseSize: 'list', shape: object({ policies: listOf(anything) }) } as const;
  const { policies } = await cluster.request({ ...get, path: '/_plugins/_sm/policies', query: { size: MOST } });
  if (policies.length === 0) return { by: 'sm', mode: null, policies: [] };
  const explained = await cluster.request({ ...get, path: '/_plugins/_sm/policies/*/_explain' });
  const stateOf = (name: string) => explained.policies.find((each) => textIn(each, 'name') === name);
  return {
    by: 'sm',
    mode: null,
    policies: policies.flatMap((each) => {
      const policy = memberOf(each, 'sm_policy');
      const name = textIn(policy, 'name');
      return name === null ? [] : [policyOf(name, policy, stateOf(name))];
    }),
  };
}

function policyOf(name: string, policy: unknown, state: unknown): SnapshotPolicy {
  const latest = memberOf(state, 'creation', 'latest_execution');
  const status = textIn(latest, 'status');
  const at = timeIn(latest, 'end_time') ?? timeIn(latest, 'start_time');
  return {
    name,
    repository: textIn(policy, 'snapshot_config', 'repository') ?? '',
    schedule: scheduleOf(memberOf(policy, 'creation', 'schedule')),
    indices: patternsIn(memberOf(policy, 'snapshot_config', 'indices')),
    enabled: memberOf(state, 'enabled') !== false && memberOf(policy, 'enabled') !== false,
    running: status === 'IN_PROGRESS' || status === 'RETRYING',
    lastSuccess: status === 'SUCCESS' ? { at, snapshot: null } : null,
    lastFailure: hasFailed(status) ? { at, snapshot: null, reason: reasonOf(latest) } : null,
    nextRun: timeIn(state, 'creation', 'trigger', 'time'),
    retention: retentionOf(memberOf(policy, 'deletion'), memberOf(state, 'deletion', 'latest_execution')),
  };
}

const hasFailed = (status: string | null): boolean =>
  status === 'FAILED' || status === 'RETRYING' || status === 'TIME_LIMIT_EXCEEDED';

function scheduleOf(schedule: unknown): string {
  const cron = textIn(schedule, 'cron', 'expression');
  const zone = textIn(schedule, 'cron', 'timezone');
  return cron === null ? '' : `${cron}${zone === null ? '' : ` (${zone})`}`;
}

function reasonOf(latest: unknown): string | null {
  const reason = textIn(latest, 'info', 'cause') ?? textIn(latest, 'info', 'message');
  if (reason !== null) return clip(reason);
  return textIn(latest, 'status') === 'TIME_LIMIT_EXCEEDED' ? 'It took longer than the policy allows.' : null;
}

function retentionOf(deletion: unknown, latest: unknown): PolicyRetention | null {
  // The documentation has both names.
  const condition = memberOf(deletion, 'condition') ?? memberOf(deletion, 'delete_condition');
  const rule = ruleOf(textIn(condition, 'max_age'), numberIn(condition, 'min_count'), numberIn(condition, 'max_count'));
  if (rule === null) return null;
  const failed = hasFailed(textIn(latest, 'status'));
  const reason = reasonOf(latest);
  return {
    rule,
    // It says nothing of a run that never was, nor of one that a restart has forgotten.
    hasRun: latest === undefined ? null : true,
    problem: failed ? `The last deletion of its old snapshots failed${reason === null ? '.' : `: ${reason}`}` : null,
  };
}
