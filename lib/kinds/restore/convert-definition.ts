import type { RestoreMaterial } from '../../backups/source.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import { parseExact } from '../../json/exact.ts';
import type { ConvertedDefinition } from '../../target/convert-definition.ts';
import { inThread } from '../../thread/run-in-thread.ts';
import type { RestoreRequest } from './request.ts';

/** How the index is created, and the SHA-256 of the backup that it is filled from: together they identify a restore. */
export interface RestoreDefinition extends ConvertedDefinition {
  sha256: string;
}

/**
 * The backup's settings and mappings, converted for the cluster. In a thread: the definition may be hostile.
 * Throws `backup_damaged`, `invalid_input`, and `refused` where the mappings can't be converted.
 */
export async function convertDefinition(
  { definition, verification }: RestoreMaterial,
  target: ClusterIdentity,
  request: RestoreRequest,
  signal: AbortSignal,
): Promise<RestoreDefinition> {
  const textOf = (overrides: object | undefined) => (overrides === undefined ? null : JSON.stringify(overrides));
  const { text, digest } = await inThread(
    'convertDefinition',
    {
      definition,
      target,
      settings: textOf(request.settings),
      mappings: textOf(request.mappings),
      documentTypes: verification.types,
      drop: [...(request.dropSettings ?? [])],
      ...(request.shards === undefined ? {} : { shards: request.shards }),
      ...(request.replicas === undefined ? {} : { replicas: request.replicas }),
    },
    { signal },
  );
  const converted = parseExact(text) as Omit<ConvertedDefinition, 'digest'>;
  return { ...converted, digest, sha256: verification.sha256 };
}
