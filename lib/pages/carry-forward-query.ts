import type { Role } from '../access/permissions.ts';
import type { Identity } from '../access/roles.ts';
import { mayDoHere } from '../access/shared-rules.ts';
import type { ConfiguredCluster } from '../config.ts';
import { AppError } from '../errors.ts';

interface Asking {
  identity: Identity;
  actor: { role: Role };
  cluster: ConfiguredCluster;
}

/**
 * How many documents a query finds tells what is in them: it needs the right to read documents, also by the rules of
 * entries that share the cluster or its backups. Throws `forbidden`.
 */
export async function requireDocumentsFor(
  query: string | undefined,
  { identity, actor, cluster }: Asking,
): Promise<void> {
  if (query === undefined || query.trim() === '') return;
  const verdict = await mayDoHere(identity, actor.role, cluster, 'read-documents');
  if (!verdict.allowed) throw new AppError('forbidden', verdict.why, { hint: 'Leave the query out.' });
}
