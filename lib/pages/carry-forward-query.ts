import { mayDo } from '../access/permissions.ts';
import type { ConfiguredCluster } from '../config.ts';
import type { Actor } from '../contract/job.ts';
import { AppError } from '../errors.ts';

/** How many documents a query finds tells what is in them: it needs the right to read documents. Throws `forbidden`. */
export function requireDocumentsFor(query: string | undefined, actor: Actor, cluster: ConfiguredCluster): void {
  if (query === undefined || query.trim() === '') return;
  const verdict = mayDo(actor.role, 'read-documents', cluster);
  if (!verdict.allowed) throw new AppError('forbidden', verdict.why, { hint: 'Leave the query out.' });
}
