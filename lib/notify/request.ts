import { request as requestHttp, type IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { HttpAccess } from '../config/configuration.ts';
import { visibleText } from '../json/visible-text.ts';
import { TOOL } from '../version.ts';
import { lookupFor, requirePublicAddress } from './checked-connection.ts';
import { NoAnswer, reasonOf } from './no-answer.ts';

/** For the whole of a request: name, connection, and the beginning of the answer. */
const TIMEOUT_MS = 10_000;
const MAX_ANSWER_BYTES = 4_096;

export interface HttpMessage {
  url: string;
  headers: Readonly<{ 'content-type': string } & { [Header in `x-${string}`]: string }>;
  body: string;
}

/** What came of one attempt. */
export interface SendResult {
  ok: boolean;
  /** What the receiver answered, or why there was no answer: a text for people, without control characters. May hold secrets. */
  answer: string;
  /** What the receiver asked for before the next attempt; null: nothing. */
  retryAfterMs: number | null;
  /** It takes this message never, and others perhaps. Absent: what failed would fail with every message. */
  refused?: true;
}

export interface Attempt {
  privateNetwork: boolean;
  signal: AbortSignal;
  timeoutMs?: number;
}

/**
 * The one place from which a message is sent by HTTP: one POST on a connection of its own, to a public address unless the channel
 * says otherwise. A redirect is not followed. 2xx is a success, also where the rest of the answer never comes. Never throws.
 */
export async function sendByHttp(
  message: HttpMessage,
  { ca }: Pick<HttpAccess, 'ca'>,
  { privateNetwork, signal, timeoutMs = TIMEOUT_MS }: Attempt,
): Promise<SendResult> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const ends = AbortSignal.any([deadline, signal]);
  try {
    const answer = await post(message, ca, privateNetwork, ends);
    return resultOf(answer, await readBeginning(answer, ends));
  } catch (error) {
    const late = new NoAnswer(`No answer within ${String(timeoutMs / 1000)} s.`);
    return failed(reasonOf(deadline.aborted ? late : error));
  }
}

export const failed = (answer: string, retryAfterMs: number | null = null): SendResult => ({
  ok: false,
  answer,
  retryAfterMs,
});

/** A failure that says nothing of other messages. */
export const refused = (answer: string): SendResult => ({ ...failed(answer), refused: true });

function post(
  { body, headers, url: address }: HttpMessage,
  ca: string | null,
  privateNetwork: boolean,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  const url = new URL(address);
  return new Promise((resolve, reject) => {
    requirePublicAddress(url.hostname, { privateNetwork });
    const lookup = lookupFor({ privateNetwork });
    const send = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = send(url, {
      method: 'POST',
      headers: {
        ...headers,
        'content-length': Buffer.byteLength(body),
        'user-agent': `${TOOL.name}/${TOOL.version}`,
      },
      // Each connection is looked up and checked again.
      agent: false,
      // Also where the environment says otherwise.
      rejectUnauthorized: true,
      signal,
      ...(lookup ? { lookup } : {}),
      ...(ca === null ? {} : { ca }),
    });
    request.once('response', resolve);
    // Also after the answer, when the connection is closed early.
    request.on('error', reject);
    request.end(body);
  });
}

/** Closes the connection after the part that is kept. */
async function readBeginning(answer: IncomingMessage, signal: AbortSignal): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= MAX_ANSWER_BYTES || signal.aborted) break;
    }
  } catch {
    // The status is known: the rest of the text is not needed.
  } finally {
    answer.destroy();
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8');
}

function resultOf({ headers, statusCode = 0, statusMessage = '' }: IncomingMessage, text: string): SendResult {
  const said = visibleText(text.replace(/\s+/g, ' ').trim());
  const status = visibleText(`${String(statusCode)} ${statusMessage}`.trim());
  if (statusCode >= 300 && statusCode < 400)
    return failed(
      `${status}: the receiver sends requests to another address, which is not followed. Configure that address.`,
    );
  return {
    ok: statusCode >= 200 && statusCode < 300,
    answer: said === '' ? `${status}.` : `${status}: ${said}`,
    retryAfterMs: retryAfterOf(headers['retry-after']),
    ...(isOfMessage(statusCode) ? { refused: true as const } : {}),
  };
}

/** Of the address, of the credentials, or of too many requests: the same for every message. */
const OF_THE_CHANNEL = new Set([401, 403, 404, 405, 407, 408, 410, 429]);
const isOfMessage = (status: number): boolean => status >= 400 && status < 500 && !OF_THE_CHANNEL.has(status);

/** In seconds, or as a date (RFC 9110, section 10.2.3). */
function retryAfterOf(header: string | undefined): number | null {
  if (header === undefined) return null;
  const ms = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
