import { jobs } from '../jobs/jobs.ts';
import type { LastSwitch } from '../present/alias-status.ts';

/** The last move of an alias that is recorded here; null: none is. */
export function lastSwitchOf({ clusterUuid, alias }: { clusterUuid: string; alias: string }): LastSwitch | null {
  const last = jobs.lastMove(clusterUuid, alias);
  if (last === null) return null;
  const [summary] = jobs.summaries({ before: String(Number(last.job) + 1), limit: 1 });
  return { ...last, at: summary?.id === last.job ? summary.endedAt : null };
}

/** The same where it moved the alias to this index; null: it moved it elsewhere. */
export function lastSwitchTo(of: { clusterUuid: string; alias: string | null }, indexUuid: string): LastSwitch | null {
  const last = of.alias === null ? null : lastSwitchOf({ clusterUuid: of.clusterUuid, alias: of.alias });
  return last?.move.after.some(({ uuid }) => uuid === indexUuid) ? last : null;
}
