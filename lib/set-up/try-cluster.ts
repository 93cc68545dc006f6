import { configuredCluster } from '../config/configured-cluster.ts';
import { redactingCluster } from '../config/redacting-cluster.ts';
import type { ClusterIdentity } from '../contract/cluster.ts';
import { connect } from '../elasticsearch/client/client.ts';
import { isUnknownAuthority } from '../elasticsearch/client/connection-failure.ts';
import { isUnexpectedResponse } from '../elasticsearch/client/response-error.ts';
import { AppError, isAppError } from '../errors.ts';
import { isTransient } from '../retry.ts';
import { settingsOf, type SetUpAnswers } from './answers.ts';

/** A person waits. */
const ANSWER_WITHIN_MS = 10_000;

export type ConnectionAnswers = Pick<SetUpAnswers, 'url' | 'ca' | 'credentials'>;

export interface Resolving {
  environment: NodeJS.ProcessEnv;
  /** Of a path in the configuration; absolute. */
  resolvePath: (path: string) => string;
}

export type ClusterAnswer =
  | { kind: 'answered'; identity: ClusterIdentity }
  /** It answers, and none were given. */
  | { kind: 'asks for credentials' }
  /** A `ca`, or another one, may help. */
  | { kind: 'unknown authority'; failure: AppError }
  /** `mayPass`: it may be up later. */
  | { kind: 'failed'; failure: AppError; mayPass: boolean };

/**
 * Asks the cluster for its name, as Restore Desk does with such a configuration. Throws AppError invalid_input for a secret or a
 * certificate that can't be read, and `cancelled`.
 */
export async function tryCluster(
  answers: ConnectionAnswers,
  { environment, resolvePath }: Resolving,
  signal: AbortSignal,
): Promise<ClusterAnswer> {
  const settings = settingsOf({ ...answers, key: 'cluster', name: 'cluster', environment: 'production', backups: '.' });
  const { connection } = configuredCluster('cluster', settings, environment, resolvePath);
  const cluster = redactingCluster(connect({ ...connection, requestTimeoutMs: ANSWER_WITHIN_MS }));
  try {
    return { kind: 'answered', identity: await cluster.identity(signal) };
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    if (error.code === 'unauthorised' && answers.credentials === null) return { kind: 'asks for credentials' };
    if (isUnknownAuthority(error)) return { kind: 'unknown authority', failure: error };
    return { kind: 'failed', failure: error, mayPass: mayPass(error) };
  } finally {
    await cluster.close().catch(() => undefined);
  }
}

/** No connection, no answer in time, or a proxy that has no cluster behind it now; not a wrong certificate, or another server. */
function mayPass(error: AppError): boolean {
  const { status, tls } = error.details;
  if (!isTransient(error) || tls !== undefined) return false;
  if (typeof status === 'number') return status >= 500;
  return !isUnexpectedResponse(error) && !isUnexpectedResponse(error.cause);
}

const PRODUCTS = { elasticsearch: 'Elasticsearch', opensearch: 'OpenSearch' } as const;

/** "search-1: Elasticsearch 8.19.9 (uuid …)". */
export const identitySentence = ({ distribution, name, uuid, version }: ClusterIdentity): string =>
  `${name}: ${PRODUCTS[distribution]} ${version} (uuid ${uuid})`;
