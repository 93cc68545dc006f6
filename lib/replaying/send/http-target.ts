import { Agent as HttpAgent, request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { OutgoingRequest } from './outgoing-request.ts';
import { NoAnswer, type ReplayTarget, type TargetAnswer } from './target.ts';

interface TargetTls {
  ca?: string | undefined;
  cert?: string | undefined;
  key?: string | undefined;
  verify: boolean;
}

interface Options {
  tls?: TargetTls | undefined;
  /** Value of the Authorization header of `get`. */
  authorization?: string | null | undefined;
  /** How long an answer may take. */
  timeoutMs?: number | undefined;
}

/** The app of 2018 answers within seconds; a by-query request of a large index takes minutes. */
const TIMEOUT_MS = 300_000;
const MAX_BODY_BYTES = 64 * 1024 ** 2;

/** A target at an http or https address; paths of requests come behind the address's own path. */
export class HttpTarget implements ReplayTarget {
  private readonly url: URL;
  private readonly basePath: string;
  private readonly agent: HttpAgent;
  private readonly tls: object;
  private readonly timeoutMs: number;
  private readonly authorization: string | null;
  private readonly open = new Set<ClientRequest>();

  constructor(address: string, { authorization, tls, timeoutMs }: Options = {}) {
    this.authorization = authorization ?? null;
    this.url = new URL(address);
    this.basePath = this.url.pathname.replace(/\/+$/, '');
    this.timeoutMs = timeoutMs ?? TIMEOUT_MS;
    this.tls = tls === undefined ? {} : { ca: tls.ca, cert: tls.cert, key: tls.key, rejectUnauthorized: tls.verify };
    const keep = { keepAlive: true, scheduling: 'lifo' } as const;
    this.agent = this.url.protocol === 'https:' ? new HttpsAgent({ ...keep, ...this.tls }) : new HttpAgent(keep);
  }

  async send(
    request: OutgoingRequest,
    { fresh, readBody }: { fresh: boolean; readBody: boolean },
  ): Promise<TargetAnswer> {
    return new Promise((resolve, reject) => {
      const sending = this.begin(request, fresh);
      const { body } = request;
      this.open.add(sending);
      let isConnected = false;
      const late = setTimeout(
        () => sending.destroy(new NoAnswer('late', `There was no answer within ${String(this.timeoutMs / 1000)} s.`)),
        this.timeoutMs,
      );
      const fail = (error: unknown) => {
        clearTimeout(late);
        this.open.delete(sending);
        reject(noAnswer(error, isConnected, sending.reusedSocket));
      };
      sending.on('socket', (socket) => {
        if (socket.connecting) socket.once('connect', () => (isConnected = true));
        else isConnected = true;
      });
      sending.on('error', fail);
      sending.on('response', (response) => {
        readAnswer(response, readBody).then((answer) => {
          clearTimeout(late);
          this.open.delete(sending);
          resolve(answer);
        }, fail);
      });
      sending.end(body.length === 0 ? undefined : body);
    });
  }

  async get(path: string): Promise<TargetAnswer> {
    const headers: OutgoingRequest['headers'] =
      this.authorization === null ? {} : { authorization: this.authorization };
    const request = { method: 'GET', path, headers, body: Buffer.alloc(0) };
    return this.send(request, { fresh: false, readBody: true });
  }

  async close(): Promise<void> {
    this.agent.destroy();
    for (const sending of this.open) sending.destroy();
    return Promise.resolve();
  }

  private begin({ body, headers, method, path }: OutgoingRequest, fresh: boolean): ClientRequest {
    const options = {
      method,
      host: this.url.hostname.replace(/^\[|\]$/g, ''),
      port: this.url.port || (this.url.protocol === 'https:' ? 443 : 80),
      path: `${this.basePath}${path}`.replace(NOT_IN_A_PATH, encodeURIComponent),
      headers: { ...validHeaders(headers), host: this.url.host, ...lengthOf(method, body) },
      agent: fresh ? (false as const) : this.agent,
    };
    return this.url.protocol === 'https:' ? httpsRequest({ ...options, ...this.tls }) : httpRequest(options);
  }
}

const NOT_IN_A_PATH = /[^\u0021-\u00ff]/g;

const NOT_IN_A_HEADER = /[^\t\u0020-\u007e\u0080-\u00ff]/;

const validHeaders = (headers: OutgoingRequest['headers']): OutgoingRequest['headers'] =>
  Object.fromEntries(
    Object.entries(headers).filter(([, value]) => ![value].flat().some((text) => NOT_IN_A_HEADER.test(text))),
  );

const lengthOf = (method: string, { length }: Buffer): { 'content-length'?: number } =>
  length > 0 || method !== 'DELETE' ? { 'content-length': length } : {};

/** A status is an answer, even if the connection is lost behind it; where the body matters, it is not. */
async function readAnswer(response: IncomingMessage, readBody: boolean): Promise<TargetAnswer> {
  const pieces: Buffer[] = [];
  let length = 0;
  try {
    for await (const piece of response as AsyncIterable<Buffer>) {
      length += piece.length;
      if (readBody && length <= MAX_BODY_BYTES) pieces.push(piece);
    }
  } catch (cause) {
    if (readBody) throw cause;
  }
  return {
    status: response.statusCode ?? 0,
    retryAfterMs: retryAfterMs(response.headers['retry-after']),
    body: Buffer.concat(pieces),
  };
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

function noAnswer(error: unknown, isConnected: boolean, reused: boolean): NoAnswer {
  if (error instanceof NoAnswer) return error;
  const { code, message } = error as NodeJS.ErrnoException;
  return isConnected
    ? new NoAnswer('lost', `The connection was lost before the answer (${code ?? message}).`, { reused, cause: error })
    : new NoAnswer('notSent', `There is no connection to the target (${code ?? message}).`, { cause: error });
}
