import type { Check, PlannedRequest } from '../contract/plan.ts';
import type { BackupPlan, ShownBackupPlan } from '../kinds/backup/schema.ts';
import type { ShownSnapshotPlan, SnapshotPlan } from '../kinds/snapshot/schema.ts';

/** Indices of a plan that is sent to its page whole. */
const MAX_WHOLE = 1_000;
const MAX_LISTED = 200;

interface LongPlan {
  indices: readonly unknown[];
  skipped: readonly unknown[];
  checks: readonly Check[];
  requests: readonly PlannedRequest[];
}

/** A plan as its page gets it: of thousands of indices only the first. Refusing checks come first. */
export const shortenBackupPlan = (plan: BackupPlan): ShownBackupPlan => shorten(plan);

/** The same for a snapshot. Its one request names every index: of a long plan the page of the job has it. */
export function shortenSnapshotPlan(plan: SnapshotPlan): ShownSnapshotPlan {
  const shown = shorten(plan);
  return shown.long === undefined ? shown : { ...shown, requests: [] };
}

function shorten<P extends LongPlan>(plan: P): P & Pick<ShownBackupPlan, 'long'> {
  const { indices, skipped, checks, requests } = plan;
  if (indices.length + skipped.length <= MAX_WHOLE) return plan;
  const refusing = checks.filter(({ level }) => level === 'refuse');
  return {
    ...plan,
    indices: indices.slice(0, MAX_LISTED),
    skipped: skipped.slice(0, MAX_LISTED),
    checks: [...refusing, ...checks.filter(({ level }) => level !== 'refuse')].slice(0, MAX_LISTED),
    requests: requests.slice(0, MAX_LISTED),
    long: {
      indices: indices.length,
      checks: checks.length,
      requests: requests.length,
      refused: refusing.length > 0,
    },
  };
}
