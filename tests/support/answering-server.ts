import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Answer {
  status?: number;
  body: unknown;
}

export interface AnsweringServer {
  url: string;
  /** "GET /_slm/policy", in order. */
  requests: string[];
  close: () => void;
}

/**
 * A real HTTP server that answers as a cluster's documentation says, for what no server here has. By method and path without the
 * query; anything else is a 405, as a server answers that lacks the feature. `/` is the cluster of this distribution and version.
 */
export async function startAnsweringServer(
  { distribution, version }: { distribution: 'elasticsearch' | 'opensearch'; version: string },
  answers: ReadonlyMap<string, Answer | (() => Answer)>,
): Promise<AnsweringServer> {
  const requests: string[] = [];
  const root = {
    name: 'node-1',
    cluster_name: 'documented',
    cluster_uuid: 'uuid-of-the-documented-cluster',
    version: { number: version, ...(distribution === 'opensearch' ? { distribution } : {}) },
    tagline: 'You Know, for Search',
  };
  const server = createServer((request, response) => {
    const asked = `${request.method ?? ''} ${decodeURIComponent((request.url ?? '').split('?')[0]!)}`;
    requests.push(asked);
    request.resume();
    const found = asked === 'GET /' ? { body: root } : answers.get(asked);
    const { status = 200, body }: Answer = (typeof found === 'function' ? found() : found) ?? {
      status: 405,
      body: { error: `Incorrect HTTP method for uri [${asked}]`, status: 405 },
    };
    response.writeHead(status, { 'content-type': 'application/json', 'x-elastic-product': 'Elasticsearch' });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${String(port)}`,
    requests,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
