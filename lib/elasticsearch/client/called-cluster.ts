import { AppError, isAppError } from '../../errors.ts';
import { capitalised } from '../../format.ts';
import type { ByteResponse, Cluster } from './cluster.ts';

/** The same cluster, of which every error says how it is called ("the right side’s cluster"), and none its address. */
export function calledCluster(cluster: Cluster, called: string): Cluster {
  const { host, hostname } = new URL(cluster.url);
  const namesAddress = (message: string) =>
    message.includes(cluster.url) || (host !== hostname && message.includes(host));
  const explain = (error: unknown): unknown => {
    if (!isAppError(error) || error.code === 'cancelled') return error;
    const { code, details, hint } = error;
    // Also the reason of a failed connection has the address.
    const system = typeof details.system === 'string' ? ` (${details.system})` : '';
    const message = namesAddress(error.message) ? `There is no connection to it${system}.` : error.message;
    return new AppError(code, `${capitalised(called)}: ${message}`, {
      cause: error,
      details,
      ...(hint === undefined || hint.includes(hostname) ? {} : { hint }),
    });
  };
  const explained = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer;
    } catch (error) {
      throw explain(error);
    }
  };
  return {
    url: cluster.url,
    identity: (signal) => explained(cluster.identity(signal)),
    request: (request) => explained(cluster.request(request)),
    async requestBytes(request) {
      const response = await explained(cluster.requestBytes(request));
      return { ...response, body: explainedBody(response.body, explain) };
    },
    close: () => cluster.close(),
  };
}

async function* explainedBody(
  body: ByteResponse['body'],
  explain: (error: unknown) => unknown,
): AsyncGenerator<Buffer> {
  try {
    for await (const part of body) yield part;
  } catch (error) {
    throw explain(error);
  }
}
