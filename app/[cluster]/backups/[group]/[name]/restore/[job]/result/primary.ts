import type { JobDetail } from '@/lib/contract/job-page.ts';
import type { RestoreResult } from '@/lib/kinds/restore/schema.ts';

/** The one primary action of a result: what is most likely to be done next. */
export function primaryOf(
  { moved, restore, retried }: Pick<JobDetail, 'moved' | 'restore' | 'retried'>,
  { alias, rejected, switched }: RestoreResult,
): 'retry' | 'switch' | 'copy' {
  if (rejected > 0 && retried === null) return 'retry';
  return alias !== null && !switched && moved === null && restore?.use.how !== 'adds' ? 'switch' : 'copy';
}
