import type { BackupPlan, ShownBackupPlan } from '../kinds/backup/schema.ts';

const WHOLE = 1_000;
const LISTED = 200;

/** A plan of thousands of indices as its page gets it. What refuses it comes first of its checks. */
export function shortenBackupPlan(plan: BackupPlan): ShownBackupPlan {
  const { indices, skipped, checks, requests } = plan;
  if (indices.length + skipped.length <= WHOLE) return plan;
  const refusing = checks.filter(({ level }) => level === 'refuse');
  return {
    ...plan,
    indices: indices.slice(0, LISTED),
    skipped: skipped.slice(0, LISTED),
    checks: [...refusing, ...checks.filter(({ level }) => level !== 'refuse')].slice(0, LISTED),
    requests: requests.slice(0, LISTED),
    long: {
      indices: indices.length,
      checks: checks.length,
      requests: requests.length,
      refused: refusing.length > 0,
    },
  };
}
