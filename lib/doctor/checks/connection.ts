import { abortable } from '../../abortable.ts';
import { isAppError, type AppError } from '../../errors.ts';
import type { Finding } from '../check.ts';
import type { OpenedCluster } from '../opened-cluster.ts';
import { connectedFinding, noConnectionFinding } from '../words/connection.ts';
import { PROXY_VARIABLES } from '../proxy-variables.ts';

/** Whether the cluster answers, and how fast. Refused credentials are an answer. */
export async function checkConnection({ cluster, timeLimitMs }: OpenedCluster, signal: AbortSignal): Promise<Finding> {
  const { url } = cluster;
  const proxyVariable = PROXY_VARIABLES.find((name) => (process.env[name] ?? '') !== '') ?? null;
  const startedMs = performance.now();
  // Ends before the check does, so that the finding names the address. The client does not stop while it connects.
  const withinMs = timeLimitMs * 0.9;
  const within = AbortSignal.any([signal, AbortSignal.timeout(withinMs)]);
  try {
    const { body, status } = await abortable(
      cluster.requestBytes({
        method: 'GET',
        path: '/',
        signal: within,
        timeoutMs: withinMs,
      }),
      within,
    );
    await Array.fromAsync(body);
    const tookMs = performance.now() - startedMs;
    // A user without `monitor` may not read the name of the cluster: another check says so.
    if (status === 401 || status === 403) return connectedFinding({ url, tookMs, refused: status === 401 });
    // Whether it is a cluster.
    await abortable(cluster.identity(within), within);
    return connectedFinding({ url, tookMs, refused: false });
  } catch (error) {
    if (!isAppError(error)) throw error;
    if (error.code === 'unauthorised' || error.code === 'forbidden')
      return connectedFinding({ url, tookMs: performance.now() - startedMs, refused: error.code === 'unauthorised' });
    const isLate = error.code === 'timed_out' || error.code === 'cancelled';
    return noConnectionFinding({
      url,
      proxyVariable,
      withinMs,
      code: isLate ? 'timed_out' : systemOf(error),
      otherAnswer: isOtherAnswer(error) || isOtherAnswer(error.cause),
      message: error.message,
      hint: error.hint ?? null,
    });
  }
}

const systemOf = ({ details: { system } }: AppError): string | null => (typeof system === 'string' ? system : null);

/** An error of the cluster itself has a type. */
const isOtherAnswer = (error: unknown): boolean =>
  isAppError(error) && ('answered' in error.details || ('status' in error.details && !error.details['type']));
