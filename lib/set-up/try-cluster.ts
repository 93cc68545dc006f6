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
  const connection = withoutPath(() => configuredCluster('cluster', settings, environment, resolvePath).connection);
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

/** The errors of a configuration begin with the path of a key; here there is no file yet. */
function withoutPath<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    const path = isAppError(error) ? error.details['path'] : undefined;
    if (!isAppError(error) || typeof path !== 'string') throw error;
    throw new AppError(error.code, error.message.slice(`${path}: `.length), { hint: NAME_ANOTHER, cause: error });
  }
}

const NAME_ANOTHER = 'Set the variable or correct the file, or name another one.';

/** No connection, no answer in time, or a proxy that has no cluster behind it now; not a wrong certificate, or another server. */
function mayPass(error: AppError): boolean {
  const { status, tls } = error.details;
  if (!isTransient(error) || tls !== undefined) return false;
  if (typeof status === 'number') return status >= 500;
  return !isUnexpectedResponse(error) && !isUnexpectedResponse(error.cause);
}

/** Of a cluster that answers so. */
export const asksForCredentials = (url: string, hint: string): AppError =>
  new AppError('unauthorised', `The cluster at ${url} asks for credentials.`, { hint });

const PRODUCTS = { elasticsearch: 'Elasticsearch', opensearch: 'OpenSearch' } as const;

/** "search-1: Elasticsearch 8.19.9 (uuid …)". */
export const identitySentence = ({ distribution, name, uuid, version }: ClusterIdentity): string =>
  `${name}: ${PRODUCTS[distribution]} ${version} (uuid ${uuid})`;
