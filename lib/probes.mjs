// @ts-check
/**
 * Probes for a container runtime or a load balancer: `/healthz`, and `/readyz` (lib/readiness.ts). Answered before the request
 * guard, so also while the application starts or stops, from every address and for every name: they have no secret, read no
 * session, set no cookie, and are not logged. Plain JavaScript, as server.mjs, which loads it.
 */

/** @typedef {import('./serving.ts').Readiness} Readiness */

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

/**
 * A function that answers a probe, and returns false for any other request.
 * @param {string} basePath The sub-path, "/restore-desk"; empty: none. Probes are answered with it and without it.
 * @param {() => Readiness | Promise<Readiness>} readiness
 * @returns {(request: import('node:http').IncomingMessage, response: import('node:http').ServerResponse) => boolean}
 */
export function probes(basePath, readiness) {
  /** @type {Map<string, () => { status: string } | Promise<{ status: string }>>} */
  const byPath = new Map();
  for (const prefix of ['', basePath]) {
    byPath.set(`${prefix}/healthz`, () => ({ status: 'alive' }));
    byPath.set(`${prefix}/readyz`, readiness);
  }
  return (request, response) => {
    const read = byPath.get((request.url ?? '').split('?', 1)[0] ?? '');
    if (read === undefined) return false;
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      // What was sent is not read.
      response.writeHead(405, { ...HEADERS, allow: 'GET, HEAD', connection: 'close' }).end();
      return true;
    }
    void Promise.resolve(read()).then((value) => {
      const isWell = value.status === 'alive' || value.status === 'ready';
      const body = `${JSON.stringify(value)}\n`;
      // Node sends no body in the answer to HEAD.
      response.writeHead(isWell ? 200 : 503, { ...HEADERS, 'content-length': Buffer.byteLength(body) }).end(body);
    });
    return true;
  };
}
