import type { JobWork } from '../contract/job.ts';
import { kinds } from './kinds.ts';

/** What a work is about, by names that a later job of its kind has too: sorted, each once, never empty. Pure. */
export function worksOn(work: JobWork): string[] {
  const kind = kinds.of(work);
  const own = kind.worksOn(work) ?? [];
  if (own.length > 0) return [...new Set(own)].sort();
  const alias = kind.alias?.name(work) ?? null;
  if (alias !== null) return [alias];
  const backup = kind.backup(work);
  if (backup !== null) return [backup.id];
  const changed = kind.changedNames(work);
  return changed.length > 0 ? [...new Set(changed)].sort() : [kind.title(work)];
}
