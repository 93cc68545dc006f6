// @ts-check
/**
 * The dashboard's HTTP server, in Next's words a custom server: every request but a probe passes the request guard first.
 * `node server.mjs --hostname 127.0.0.1 --port 3000`, with `--dev` for development; `restore-desk serve`, `npm start` and
 * `npm run dev` start it.
 * Plain JavaScript: Node's type stripping takes 15 MB of memory.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { parseArgs } from 'node:util';
import next from 'next';
import { configureNext } from './lib/next-config.mjs';
import { pagesFolder, programFolder } from './lib/places.mjs';
import { precompressed } from './lib/precompressed.mjs';
import { probes } from './lib/probes.mjs';

/** A client that needs longer only holds a connection. Node checks every 30 s. The time of a body is limited by the request guard. */
const HEADERS_WITHIN_MS = 20_000;
/** From a signal to the end of the process, whatever a connection or a job still does. */
const EXIT_WITHIN_MS = 9500;
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 };

const { values } = parseArgs({
  options: {
    hostname: { type: 'string', default: '127.0.0.1' },
    port: { type: 'string', default: process.env.PORT ?? '3000' },
    dev: { type: 'boolean', default: false },
  },
});
const { hostname, dev } = values;
const port = Number(values.port);
const origin = `http://${hostname.includes(':') ? `[${hostname}]` : hostname}:${String(port)}`;

/** Those for a sub-path are a copy (lib/serve/pages-below.ts). */
const pages = process.env.RESTORE_DESK_PAGES || pagesFolder();
const basePath = dev ? (process.env.RESTORE_DESK_BASE_PATH ?? '').replace(/\/+$/, '') : builtBasePath();

/** @type {import('./lib/serving.ts').Serving} */
const serving = {
  hostname,
  origin,
  basePath,
  application: Promise.withResolvers(),
  responses: new AsyncLocalStorage(),
};
Object.assign(globalThis, { [Symbol.for('restore-desk.serving')]: serving });

// `next start` sets it too. Without it Next would send an action that it forwards to itself by https where a proxy speaks https.
process.env.__NEXT_PRIVATE_ORIGIN = origin;

const app = next({ dev, dir: programFolder(), hostname, port });
const handle = app.getRequestHandler();
const preferPrecompressed = precompressed(pages, basePath);
/** @type {() => import('./lib/serving.ts').Readiness | Promise<import('./lib/serving.ts').Readiness>} */
let readiness = () => ({ status: 'starting', parts: {} });
const answerProbe = probes(basePath, () => readiness());

const server = createServer(
  {
    headersTimeout: HEADERS_WITHIN_MS,
    requestTimeout: 0,
    // The guard answers a request without a host, with the security headers.
    requireHostHeader: false,
    // Only the development server has a web socket; an upgrade is otherwise a request like any other.
    shouldUpgradeCallback: () => dev,
  },
  (request, response) => void answer(request, response),
);
// Not answered by Node itself: what the guard rejects is not asked to continue.
server.on('checkContinue', (request, response) => void answer(request, response, true));
server.on('checkExpectation', (request, response) => void answer(request, response));

// Listens before the application starts: a second dashboard on a port that is in use must not touch the first one's jobs.
const ready = once(server.listen(port, hostname), 'listening')
  .then(() => app.prepare())
  .then(() => serving.application.promise);
/** @type {import('./lib/serving.ts').Application | null} */
let application = null;
// From here on, not once it is ready: as process 1 of a container it would not get a signal that has no listener.
process.once('SIGINT', () => void stop('SIGINT'));
process.once('SIGTERM', () => void stop('SIGTERM'));
application = await ready.catch(end);
readiness = application.readiness;
process.stdout.write(`Restore Desk listens on ${origin}\n`);

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 */
async function answer(request, response, isAskedToContinue = false) {
  try {
    if (answerProbe(request, response)) return;
    const { guardRequest } = await ready;
    if (!guardRequest(request, response)) return;
    if (isAskedToContinue) response.writeContinue();
    preferPrecompressed(request, response);
    await serving.responses.run(response, () => handle(request, response));
  } catch (error) {
    process.stderr.write(`${stackOf(error)}\n`);
    if (response.headersSent) response.destroy();
    else response.writeHead(500).end();
  }
}

function builtBasePath() {
  try {
    return configureNext(pages, programFolder());
  } catch (error) {
    return end(error);
  }
}

/**
 * A system error, as of a port in use, needs no stack.
 * @param {unknown} error
 * @returns {never}
 */
function end(error) {
  process.stderr.write(`${error instanceof Error && 'syscall' in error ? error.message : stackOf(error)}\n`);
  process.exit(1);
}

/** @param {unknown} error */
function stackOf(error) {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Jobs are stopped first, then open requests are answered. Before the application is ready there are none.
 * @param {keyof typeof EXIT_CODES} signal
 */
async function stop(signal) {
  const code = EXIT_CODES[signal];
  if (application === null) process.exit(code);
  setTimeout(() => process.exit(code), EXIT_WITHIN_MS).unref();
  readiness = () => ({ status: 'stopping', parts: {} });
  await application.stop(signal);
  server.close(() => void app.close().finally(() => process.exit(code)));
  if (dev) server.closeAllConnections();
}
