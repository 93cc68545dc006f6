import { entriesOf } from '../../contract/by-name.ts';
import type { PolicyRetention, PolicyRun, ServerPolicies, SnapshotPolicy } from '../../contract/policies.ts';
import { isAppError } from '../../errors.ts';
import { plural } from '../../format.ts';
import type { Cluster } from '../client/cluster.ts';
import { clip } from '../client/response-limits.ts';
import { anything, named, object, text } from '../client/shape.ts';
import { memberOf, numberIn, patternsIn, ruleOf, textIn, timeIn } from './policy-values.ts';

/**
 * Elasticsearch's snapshot lifecycle management. Source: the reference of `GET _slm/policy`, `_slm/status`, `_slm/stats` (7.5 to
 * 9); no server here has it, so it was read and not tried.
 */
export async function readLifecyclePolicies(cluster: Cluster, signal?: AbortSignal): Promise<ServerPolicies> {
  const get = { method: 'GET', signal } as const;
  const policies = await cluster.request({
    ...get,
    path: '/_slm/policy',
    shape: named(object({ policy: anything })),
    responseSize: 'list',
  });
  const [status, stats] = await Promise.all([
    cluster
      .request({ ...get, path: '/_slm/status', shape: object({ operation_mode: text }) })
      .catch(nullUnlessCancelled),
    cluster
      .request({ ...get, path: '/_slm/stats', shape: object({}), responseSize: 'list' })
      .catch(nullUnlessCancelled),
  ]);
  const retentionRuns = numberIn(stats, 'retention_runs');
  return {
    by: 'slm',
    mode: status?.operation_mode ?? null,
    policies: entriesOf(policies).map(([name, entry]) => policyOf(name, entry, retentionRuns)),
  };
}

/** What goes beyond the policies themselves may need another privilege. */
function nullUnlessCancelled(error: unknown): null {
  if (!isAppError(error) || error.code === 'cancelled') throw error;
  return null;
}

function policyOf(name: string, entry: unknown, retentionRuns: number | null): SnapshotPolicy {
  const failure = runOf(memberOf(entry, 'last_failure'));
  return {
    name,
    repository: textIn(entry, 'policy', 'repository') ?? '',
    schedule: textIn(entry, 'policy', 'schedule') ?? '',
    indices: patternsIn(memberOf(entry, 'policy', 'config', 'indices')),
    enabled: true,
    running: memberOf(entry, 'in_progress') !== undefined,
    lastSuccess: runOf(memberOf(entry, 'last_success')),
    lastFailure: failure && { ...failure, reason: reasonIn(textIn(entry, 'last_failure', 'details')) },
    nextRun: timeIn(entry, 'next_execution_millis') ?? timeIn(entry, 'next_execution'),
    retention: retentionOf(entry, retentionRuns),
  };
}

const runOf = (record: unknown): PolicyRun | null =>
  record === undefined || record === null
    ? null
    : { at: timeIn(record, 'time'), snapshot: textIn(record, 'snapshot_name') };

/** The details are JSON in a text, with a stack trace. */
function reasonIn(details: string | null): string | null {
  if (details === null) return null;
  try {
    const error = JSON.parse(details) as unknown;
    return clip(textIn(error, 'reason') ?? textIn(error, 'root_cause', '0', 'reason') ?? details);
  } catch {
    return clip(details);
  }
}

function retentionOf(entry: unknown, runs: number | null): PolicyRetention | null {
  const retention = memberOf(entry, 'policy', 'retention');
  const rule = ruleOf(
    textIn(retention, 'expire_after'),
    numberIn(retention, 'min_count'),
    numberIn(retention, 'max_count'),
  );
  if (rule === null) return null;
  const failures = numberIn(entry, 'stats', 'snapshot_deletion_failures') ?? 0;
  const taken = numberIn(entry, 'stats', 'snapshots_taken') ?? 0;
  return {
    rule,
    hasRun: runs === null ? null : runs > 0 || taken === 0,
    problem:
      failures > 0 ? `${plural(failures, 'deletion')} of its snapshots failed since the cluster began to count.` : null,
  };
}
