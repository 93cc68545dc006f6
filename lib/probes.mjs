// @ts-check
/**
 * Probes for a container runtime or a load balancer: `/healthz`, and `/readyz` (lib/readiness.ts). Answered before the request
 * guard, so also while the application starts or stops, from every address and for every name: they have no secret, read no
 * session, set no cookie, and are not logged. Plain JavaScript, as server.mjs, which loads it.
 */

/** @typedef {import('./serving.ts').Readiness} Readiness */

const LINGER_MS = 500;
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
      endConnection(request, response.writeHead(405, { ...HEADERS, allow: 'GET, HEAD', connection: 'close' }));
      return true;
    }
    void Promise.resolve()
      .then(read)
      .catch(() => ({ status: 'not ready', parts: {} }))
      .then((value) => send(request, response, value));
    return true;
  };
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {{ status: string }} value
 */
function send(request, response, value) {
  const isWell = value.status === 'alive' || value.status === 'ready';
  const body = `${JSON.stringify(value)}\n`;
  const headers = { ...HEADERS, 'content-length': Buffer.byteLength(body) };
  // Node sends no body in the answer to HEAD.
  if (!hasBody(request)) response.writeHead(isWell ? 200 : 503, headers).end(body);
  else endConnection(request, response.writeHead(isWell ? 200 : 503, { ...headers, connection: 'close' }), body);
}

/** @param {import('node:http').IncomingMessage} request */
function hasBody({ headers }) {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * A body that never ends would hold the connection for ever. It is dropped for a moment: closed at once, the connection resets
 * before the client reads the answer.
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} [body]
 */
function endConnection(request, response, body) {
  request.resume();
  response.end(body);
  const { socket } = request;
  const timer = setTimeout(() => socket.destroy(), LINGER_MS);
  socket.once('close', () => clearTimeout(timer));
}
