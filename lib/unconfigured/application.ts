import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { ignoreClientAbort } from '../access/ignore-client-abort.ts';
import { limitReading } from '../access/limit-reading.ts';
import { limitTime } from '../access/limit-time.ts';
import { isOfLocalProgram } from '../access/local-request.ts';
import { rejectRequest } from '../access/reject-request.ts';
import { sameSecret } from '../access/same-secret.ts';
import { SECURITY_HEADERS } from '../access/security-headers.ts';
import { isLoopbackHost } from '../config/check-sign-in.ts';
import { loadConfiguration, missingConfiguration } from '../config/load.ts';
import { redact } from '../config/redact.ts';
import { AppError, isAppError, toFailure } from '../errors.ts';
import type { Application } from '../serving.ts';
import { EMPTY_FORM, readForm, type FormFields } from './form.ts';
import { PAGE_POLICY, unconfiguredPage, type UnconfiguredPage } from './page.ts';
import { trySettings, type Tried } from './try-settings.ts';

export interface Unconfigured {
  /** Where the configuration was looked for; absolute. */
  file: string;
  /** The name that the server listens on. */
  hostname: string;
  /** "http://127.0.0.1:3000". */
  origin: string;
  /** The sub-path, "/restore-desk"; empty: none. */
  basePath: string;
  /** For tests; else those of this process. */
  environment?: NodeJS.ProcessEnv;
  workingDirectory?: string;
}

/** Of all checks of one request. */
const TRY_WITHIN_MS = 20_000;
const FORM_LIMIT_BYTES = 16 * 1024;
const NOT_CONFIGURED = 'Restore Desk is not configured yet.';

/**
 * What answers every request until there is a configuration: one page that says what to do, and 503 for the rest. Nothing of the
 * dashboard runs. On this machine, with the code that was printed at the start, the page tries settings: that is a request to any
 * address with a secret of this process, so neither a page of another site nor another user of this machine may cause it.
 * `sentence`: for the output of the process; it has the code.
 */
export function unconfiguredApplication(unconfigured: Unconfigured): Application & { sentence: string } {
  const code = randomBytes(12).toString('base64url');
  const answering = { ...unconfigured, code, isTrying: false };
  const { basePath, file, hostname, origin } = unconfigured;
  const where = `${origin}${basePath}/`;
  const reads = `There is no configuration: no ${file}, and ELASTICSEARCH_URL is not set.`;
  return {
    sentence: isLoopbackHost(hostname)
      ? `${reads} \`restore-desk init\` writes one. To try settings on a page, open ${where}?code=${code}`
      : `${reads} \`restore-desk init\` writes one.`,
    guardRequest: (request, response) => {
      ignoreClientAbort(request, response);
      limitReading(request.socket);
      limitTime(request, response);
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
      void answer(request, response, answering).catch((error: unknown) => fail(response, error));
      return false;
    },
    readiness: () =>
      Promise.resolve({ status: 'not ready', parts: { configuration: { ok: false, why: 'There is none.' } } }),
    stop: () => Promise.resolve(),
  };
}

interface Answering extends Unconfigured {
  code: string;
  /** One check at a time. */
  isTrying: boolean;
}

async function answer(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  const { basePath } = answering;
  const { method = '' } = request;
  const [path = '/', query = ''] = (request.url ?? '/').split('?', 2);
  const isRead = method === 'GET' || method === 'HEAD';
  // A probe of older versions: the process runs.
  if (isRead && path === `${basePath}/api/live`) return send(response, 200, 'text/plain; charset=utf-8', 'ok\n');
  if (path.startsWith(`${basePath}/api/`) || path === `${basePath}/metrics`) {
    const failure = toFailure(
      new AppError('refused', NOT_CONFIGURED, { hint: '`restore-desk init` writes a configuration.' }),
    );
    return send(response, 503, 'application/json; charset=utf-8', JSON.stringify({ failure }), { 'retry-after': '30' });
  }
  if (path.startsWith(`${basePath}/_next/`)) return rejectRequest(request, response, 404, NOT_CONFIGURED);
  const sent = isRead ? { code: new URLSearchParams(query).get('code') ?? '', fields: EMPTY_FORM } : null;
  if (sent !== null) return sendPage(response, pageFor(request, answering, sent), 200);
  if (method !== 'POST')
    return rejectRequest(request, response, 405, 'Not a method of Restore Desk.', { allow: 'GET, HEAD, POST' });
  return receiveForm(request, response, answering);
}

async function receiveForm(request: IncomingMessage, response: ServerResponse, answering: Answering): Promise<void> {
  if (!isOnThisMachine(request, answering))
    return rejectRequest(request, response, 403, 'Settings are tried on the machine of Restore Desk only.');
  const body = await readBody(request);
  if (body === null) return rejectRequest(request, response, 413, 'The request is larger than Restore Desk accepts.');
  const form = readForm(body);
  if (!sameSecret(form.code, answering.code))
    return rejectRequest(request, response, 403, 'Open the address that Restore Desk printed when it started.');
  if (answering.isTrying)
    return rejectRequest(request, response, 429, 'Other settings are being tried. Try again in a moment.', {
      'retry-after': '20',
    });
  answering.isTrying = true;
  try {
    const tried = await tryUntilClosed(form.fields, response, answering);
    sendPage(response, pageFor(request, answering, form, tried), 200);
  } finally {
    answering.isTrying = false;
  }
}

function tryUntilClosed(fields: FormFields, response: ServerResponse, answering: Answering): Promise<Tried> {
  const closed = new AbortController();
  response.once('close', () => closed.abort());
  return trySettings(fields, {
    file: answering.file,
    environment: answering.environment ?? process.env,
    signal: AbortSignal.any([closed.signal, AbortSignal.timeout(TRY_WITHIN_MS)]),
  });
}

const isOnThisMachine = (request: IncomingMessage, { hostname }: Unconfigured): boolean =>
  isLoopbackHost(hostname) && isOfLocalProgram(request);

function pageFor(
  request: IncomingMessage,
  answering: Answering,
  sent: { code: string; fields: FormFields },
  tried: Tried | null = null,
): UnconfiguredPage {
  const { basePath, code, file } = answering;
  const isLocal = isOnThisMachine(request, answering);
  const mayTry = isLocal && sameSecret(sent.code, code);
  return {
    file: isLocal ? file : basename(file),
    appeared: appeared(answering, mayTry),
    form: mayTry ? { action: `${basePath}/`, code, fields: sent.fields } : null,
    whyNoForm: mayTry ? null : isLocal ? OPEN_PRINTED : ELSEWHERE,
    tried,
  };
}

const OPEN_PRINTED = 'To try settings on this page, open the address that Restore Desk printed when it started.';
const ELSEWHERE =
  'The output of Restore Desk has the whole path. Settings are tried on this page only on the machine that it runs on.';

/** Whether there is a configuration now, and for who may try settings, why it can't be used. */
function appeared(
  { environment = process.env, workingDirectory = process.cwd() }: Answering,
  maySee: boolean,
): UnconfiguredPage['appeared'] {
  if (missingConfiguration(environment, workingDirectory) !== null) return null;
  if (!maySee) return { problem: null };
  try {
    loadConfiguration(environment, workingDirectory);
    return { problem: null };
  } catch (error) {
    if (!isAppError(error)) throw error;
    return { problem: redact(error.message) };
  }
}

/** null: too long. */
async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  // A request that is destroyed takes the answer with it.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > FORM_LIMIT_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function sendPage(response: ServerResponse, page: UnconfiguredPage, status: number): void {
  send(response, status, 'text/html; charset=utf-8', unconfiguredPage(page), {
    'content-security-policy': PAGE_POLICY,
  });
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: Record<string, string> = {},
): void {
  const length = Buffer.byteLength(body);
  response
    .writeHead(status, { 'content-type': type, 'content-length': length, 'cache-control': 'no-store', ...headers })
    .end(body);
}

function fail(response: ServerResponse, error: unknown): void {
  // The client has gone.
  if (response.destroyed || response.req.socket.destroyed) return;
  process.stderr.write(`${redact(error instanceof Error ? (error.stack ?? error.message) : String(error))}\n`);
  if (response.headersSent) response.destroy();
  else send(response, 500, 'text/plain; charset=utf-8', 'A defect of Restore Desk; its output has the reason.\n');
}
