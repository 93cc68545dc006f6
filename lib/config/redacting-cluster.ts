import type { TypedRequest, Cluster } from '../elasticsearch/client/cluster.ts';
import { AppError, isAppError } from '../errors.ts';
import { redact, redactDeep } from './redact.ts';

/** Error texts of a cluster, or of a proxy in front of it, may repeat the credentials we sent: out with them before anybody reads them. */
function clean(error: unknown): unknown {
  if (!isAppError(error)) return error;
  const message = redact(error.message);
  const details = redactDeep(error.details);
  if (message === error.message && JSON.stringify(details) === JSON.stringify(error.details)) return error;
  return new AppError(error.code, message, {
    ...(error.hint ? { hint: redact(error.hint) } : {}),
    details: { ...details },
  });
}

const rethrowClean = (error: unknown): never => {
  throw clean(error);
};

/** The same connection, whose errors can be shown. */
export const redactingCluster = (cluster: Cluster): Cluster => ({
  url: cluster.url,
  identity: (signal) => cluster.identity(signal).catch(rethrowClean),
  request: <T>(request: TypedRequest<T>) => cluster.request(request).catch(rethrowClean),
  requestBytes: (request) => cluster.requestBytes(request).catch(rethrowClean),
  close: () => cluster.close(),
});
