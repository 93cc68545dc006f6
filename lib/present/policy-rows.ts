import type { PoliciesPage, PolicyRow, ServerPolicies, SnapshotPolicy } from '../contract/policies.ts';

interface Known {
  policies: ServerPolicies;
  /** Of a policy, by its name: indices that its patterns match now; null: unknown. */
  matching: ReadonlyMap<string, number | null>;
  /** Names of the registered repositories; null: unknown. */
  repositories: readonly string[] | null;
  /** A snapshot of a repository; null: not listed, or not known. */
  snapshot: (repository: string, name: string) => { state: string; indices: readonly string[] } | null;
  takenAt: string;
  now: Date;
}

type Problem = PolicyRow['problems'][number];

const FEATURES: Record<ServerPolicies['by'], string> = {
  slm: 'Snapshot lifecycle management (SLM)',
  sm: 'Snapshot management',
};

/** Each policy with its verdict. null: the cluster has no policy. Pure. */
export function policiesPage(known: Known): PoliciesPage | null {
  const { policies, takenAt } = known;
  if (policies.policies.length === 0) return null;
  return {
    takenAt,
    feature: FEATURES[policies.by],
    problem: problemOfMode(policies),
    rows: [...policies.policies]
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((policy) => ({
        ...policy,
        // What is stopped keeps its last plan.
        nextRun: policies.mode === 'STOPPED' ? null : policy.nextRun,
        problems: problemsOf(policy, known),
      })),
    canRun: policies.by === 'slm',
  };
}

function problemOfMode({ mode }: ServerPolicies): Problem | null {
  if (mode === 'STOPPED')
    return {
      level: 'bad',
      sentence:
        'Snapshot lifecycle management is stopped: no policy runs, and no old snapshot is deleted. POST /_slm/start starts it.',
    };
  return mode === 'STOPPING'
    ? { level: 'warn', sentence: 'Snapshot lifecycle management is being stopped: no policy will run after that.' }
    : null;
}

/** A run that is late by so much was missed. */
const LATE_MS = 3_600_000;

function problemsOf(policy: SnapshotPolicy, known: Known): Problem[] {
  const bad = (sentence: string): Problem => ({ level: 'bad', sentence });
  const warn = (sentence: string): Problem => ({ level: 'warn', sentence });
  const { repository, retention } = policy;
  const failed = failureSentence(policy);
  const last = lastSnapshotProblem(policy, known);
  const isRegistered = known.repositories === null || known.repositories.includes(repository);
  const matchesNothing = policy.indices !== null && known.matching.get(policy.name) === 0;
  return [
    ...(isRegistered ? [] : [bad(`Its repository ${repository} is not registered: it can’t take a snapshot.`)]),
    ...(matchesNothing ? [bad(`No index matches ${policy.indices!.join(', ')}: its next snapshot is empty.`)] : []),
    ...(failed === null ? [] : [bad(failed)]),
    ...(last === null ? [] : [last]),
    ...(policy.enabled ? [] : [warn('It is disabled: it does not run.')]),
    ...(isLate(policy, known)
      ? [warn('Its last planned run is over, and the cluster has not planned the next one.')]
      : []),
    ...(retention?.hasRun === false ? [warn('Its retention has not run yet: old snapshots are not deleted.')] : []),
    ...(retention?.problem == null ? [] : [warn(retention.problem)]),
  ];
}

function failureSentence({ lastFailure, lastSuccess }: SnapshotPolicy): string | null {
  if (lastFailure === null) return null;
  const because = lastFailure.reason === null ? '.' : `: ${lastFailure.reason.replace(/\.$/, '')}.`;
  if (lastSuccess === null) return `Its last run failed, and no success is known${because}`;
  const isAfter = lastFailure.at === null || lastSuccess.at === null || lastFailure.at > lastSuccess.at;
  return isAfter ? `Its last run failed after its last success${because}` : null;
}

/** A success counts shards that are missing, and none at all, as one. */
function lastSnapshotProblem({ repository, lastSuccess }: SnapshotPolicy, known: Known): Problem | null {
  const name = lastSuccess?.snapshot ?? null;
  const taken = name === null ? null : known.snapshot(repository, name);
  if (taken === null) return null;
  if (taken.indices.length === 0 && taken.state !== 'IN_PROGRESS')
    return { level: 'bad', sentence: `Its last snapshot ${name!} is empty: it holds no index.` };
  return taken.state === 'PARTIAL'
    ? { level: 'warn', sentence: `Its last snapshot ${name!} is partial: some shards are missing.` }
    : null;
}

const isLate = ({ nextRun, running, enabled }: SnapshotPolicy, { policies, now }: Known): boolean =>
  enabled &&
  !running &&
  policies.mode !== 'STOPPED' &&
  nextRun !== null &&
  now.getTime() - Date.parse(nextRun) > LATE_MS;
