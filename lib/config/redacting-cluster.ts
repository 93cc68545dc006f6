import type { TypedRequest, Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError, isAppError } from '../errors.ts';
import { redact, redactDeep } from './redact.ts';

/** Error texts of a cluster, or of a proxy in front of it, may repeat the credentials of the request. */
function redactError(error: unknown): unknown {
  if (!isAppError(error)) return error;
  const message = redact(error.message);
  const details = redactDeep(error.details);
  if (message === error.message && JSON.stringify(details) === JSON.stringify(error.details)) return error;
  return new AppError(error.code, message, {
    ...(error.hint ? { hint: redact(error.hint) } : {}),
    details: { ...details },
  });
}

const rethrowRedacted = (error: unknown): never => {
  throw redactError(error);
};

/** The same connection, whose errors have no secrets. */
export const redactingCluster = (cluster: Cluster): Cluster => ({
  url: cluster.url,
  identity: (signal) => cluster.identity(signal).catch(rethrowRedacted),
  request: <T>(request: TypedRequest<T>) => cluster.request(request).catch(rethrowRedacted),
  requestBytes: (request) => cluster.requestBytes(request).catch(rethrowRedacted),
  close: () => cluster.close(),
});
