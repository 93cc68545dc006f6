import { Client, Pool, type Dispatcher } from 'undici';
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
const CONNECT_TIMEOUT_MS = 30_000;
const MAX_BODY_BYTES = 64 * 1024 ** 2;

/** A target at an http or https address; paths of requests come behind the address's own path. */
export class HttpTarget implements ReplayTarget {
  private readonly url: URL;
  private readonly basePath: string;
  private readonly authorization: string | null;
  private readonly settings: Client.Options;
  private readonly pool: Pool;
  private readonly single = new Set<Client>();

  constructor(address: string, { authorization, tls, timeoutMs = TIMEOUT_MS }: Options = {}) {
    this.url = new URL(address);
    this.basePath = this.url.pathname.replace(/\/+$/, '');
    this.authorization = authorization ?? null;
    this.settings = {
      // One request at a time on a connection: a lost one takes no other with it.
      pipelining: 1,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
      connect: { timeout: CONNECT_TIMEOUT_MS, ...tlsOf(tls) },
    };
    this.pool = new Pool(this.url.origin, this.settings);
  }

  async send(
    request: OutgoingRequest,
    { fresh, readBody }: { fresh: boolean; readBody: boolean },
  ): Promise<TargetAnswer> {
    if (!fresh) return this.dispatch(this.pool, request, readBody, true);
    const client = new Client(this.url.origin, this.settings);
    this.single.add(client);
    try {
      return await this.dispatch(client, request, readBody, false);
    } finally {
      this.single.delete(client);
      void client.destroy();
    }
  }

  async get(path: string): Promise<TargetAnswer> {
    const headers: OutgoingRequest['headers'] =
      this.authorization === null ? {} : { authorization: this.authorization };
    return this.send({ method: 'GET', path, headers, body: Buffer.alloc(0) }, { fresh: false, readBody: true });
  }

  async close(): Promise<void> {
    await Promise.all([this.pool, ...this.single].map((dispatcher) => dispatcher.destroy()));
  }

  private async dispatch(
    dispatcher: Dispatcher,
    request: OutgoingRequest,
    readBody: boolean,
    reused: boolean,
  ): Promise<TargetAnswer> {
    return new Promise((resolve, reject) => {
      const options: Dispatcher.DispatchOptions = {
        origin: this.url.origin,
        method: request.method as Dispatcher.HttpMethod,
        path: `${this.basePath}${request.path}`.replace(NOT_IN_A_PATH, encodeURIComponent),
        headers: request.headers,
        body: request.body.length === 0 ? null : request.body,
      };
      dispatcher.dispatch(options, new AnswerReader(readBody, reused, resolve, reject));
    });
  }
}

const NOT_IN_A_PATH = /[^\u0021-\u00ff]/g;

const tlsOf = (tls: TargetTls | undefined) =>
  tls === undefined ? {} : { ca: tls.ca, cert: tls.cert, key: tls.key, rejectUnauthorized: tls.verify };

/** A status is an answer, even if the connection is lost behind it; where the body matters, it is not. */
class AnswerReader implements Dispatcher.DispatchHandler {
  private readonly readBody: boolean;
  private readonly reused: boolean;
  private readonly resolve: (answer: TargetAnswer) => void;
  private readonly reject: (error: NoAnswer) => void;
  private began = false;
  private answer: Omit<TargetAnswer, 'body'> | null = null;
  private pieces: Buffer[] = [];
  private length = 0;

  constructor(
    readBody: boolean,
    reused: boolean,
    resolve: (answer: TargetAnswer) => void,
    reject: (error: NoAnswer) => void,
  ) {
    this.readBody = readBody;
    this.reused = reused;
    this.resolve = resolve;
    this.reject = reject;
  }

  /** From here on bytes are written to the connection. */
  onRequestStart(): void {
    this.began = true;
  }

  onResponseStart(_controller: unknown, status: number, headers: Record<string, string | string[] | undefined>): void {
    if (status < 200) return;
    this.answer = { status, retryAfterMs: retryAfterMs(headers['retry-after']) };
  }

  onResponseData(_controller: unknown, piece: Buffer): void {
    this.length += piece.length;
    if (this.readBody && this.length <= MAX_BODY_BYTES) this.pieces.push(piece);
  }

  onResponseEnd(): void {
    if (this.answer !== null) this.resolve({ ...this.answer, body: Buffer.concat(this.pieces) });
  }

  onResponseError(_controller: unknown, error: Error): void {
    if (this.answer !== null && !this.readBody) this.resolve({ ...this.answer, body: Buffer.alloc(0) });
    else this.reject(noAnswer(error, this.began, this.reused));
  }
}

/** Seconds, or a date (RFC 9110, 10.2.3). */
function retryAfterMs(value: string | string[] | undefined): number | null {
  const text = [value].flat()[0];
  if (text === undefined) return null;
  if (/^\d+$/.test(text.trim())) return Number(text) * 1000;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, at - Date.now());
}

const LATE: ReadonlySet<string> = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function noAnswer(error: Error, began: boolean, reused: boolean): NoAnswer {
  const { code, message } = error as NodeJS.ErrnoException;
  const why = code ?? message;
  if (!began) return new NoAnswer('notSent', `There is no connection to the target (${why}).`, { cause: error });
  if (LATE.has(why)) return new NoAnswer('late', 'There was no answer in time.', { cause: error });
  return new NoAnswer('lost', `The connection was lost before the answer (${why}).`, { reused, cause: error });
}
