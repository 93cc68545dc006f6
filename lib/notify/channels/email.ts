import { connect, type Socket } from 'node:net';
import { createTransport } from 'nodemailer';
import type { MailChannel } from '../../config/configuration.ts';
import { visibleText } from '../../json/visible-text.ts';
import { lookupFor, requirePublicAddress } from '../checked-connection.ts';
import { stepText, withoutLinks, type MessageText } from '../message.ts';
import { NoAnswer, reasonOf } from '../no-answer.ts';
import { failed, refused, type SendResult } from '../request.ts';

/** For the whole of a mail: name, connection, TLS, signing in, and the answer. */
const TIMEOUT_MS = 30_000;
/** For each answer of the server. */
const ANSWER_TIMEOUT_MS = 10_000;
const MAX_RESPONSE_BYTES = 16_384;

interface Mail {
  /** Identifies it for the programs that receive it: the same at each attempt. */
  delivery: string;
  text: MessageText;
}

/** Sends one mail to all recipients. Never throws. */
export async function sendMail(
  channel: MailChannel,
  { delivery, text }: Mail,
  { signal, timeoutMs = TIMEOUT_MS }: { signal: AbortSignal; timeoutMs?: number },
): Promise<SendResult> {
  const deadline = AbortSignal.timeout(timeoutMs);
  const ends = AbortSignal.any([deadline, signal]);
  const transport = transportOf(channel, Math.min(timeoutMs, ANSWER_TIMEOUT_MS), ends);
  try {
    const { accepted, rejected, response } = await transport.sendMail({
      from: channel.from,
      to: [...channel.to],
      subject: text.title,
      text: plainText(text),
      messageId: `<${delivery}@${domainOf(channel.from)}>`,
      headers: { 'auto-submitted': 'auto-generated' },
      // Nothing in a message names a file or an address to be read.
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: ends,
    });
    const refused = rejected.length === 0 ? '' : ` Refused: ${rejected.map(nameOf).join(', ')}.`;
    return { ok: accepted.length > 0, answer: `${said(response)}${refused}`, retryAfterMs: null };
  } catch (error) {
    if (deadline.aborted) return failed(`No answer within ${String(timeoutMs / 1000)} s.`);
    return isOfMail(error) ? refused(reasonOfMail(error)) : failed(reasonOfMail(error));
  } finally {
    transport.close();
  }
}

/**
 * Connects to the mail server and signs in, as before a mail, and sends none. Resolves to null, or to a sentence that says why it can't.
 * Never throws.
 */
export async function tryMailServer(
  channel: MailChannel,
  { signal, timeoutMs }: { signal: AbortSignal; timeoutMs: number },
): Promise<string | null> {
  const transport = transportOf(channel, timeoutMs, signal);
  try {
    await transport.verify();
    return null;
  } catch (error) {
    return reasonOfMail(error);
  } finally {
    transport.close();
  }
}

function transportOf(channel: MailChannel, answerTimeoutMs: number, signal: AbortSignal) {
  const { auth, ca, host, port, tls } = channel.access;
  return createTransport({
    host,
    port,
    secure: tls === 'required',
    // Nothing but the greeting goes over the line before it is encrypted.
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'off',
    tls: { rejectUnauthorized: true, minVersion: 'TLSv1.2', ...(ca === null ? {} : { ca }) },
    ...(auth === null ? {} : { auth: { user: auth.username, pass: auth.password }, forceAuth: true }),
    connectionTimeout: answerTimeoutMs,
    greetingTimeout: answerTimeoutMs,
    socketTimeout: answerTimeoutMs,
    socketCloseTimeout: 0,
    maxResponseSize: MAX_RESPONSE_BYTES,
    logger: false,
    getSocket: (_options, callback) => {
      openConnection(channel, signal).then(
        (connection) => callback(null, { connection }),
        (error: unknown) => callback(error as Error),
      );
    },
  });
}

/** Nodemailer would look the name up by itself, and reach any address. */
function openConnection({ access, privateNetwork }: MailChannel, signal: AbortSignal): Promise<Socket> {
  const { host, port } = access;
  return new Promise((resolve, reject) => {
    requirePublicAddress(host, { privateNetwork });
    const lookup = lookupFor({ privateNetwork });
    const socket = connect({ host, port, ...(lookup ? { lookup } : {}) });
    const abort = () => socket.destroy(new NoAnswer('It was stopped before there was a connection.'));
    signal.addEventListener('abort', abort, { once: true });
    socket.once('error', reject);
    socket.once('connect', () => {
      // From here on Nodemailer has it, and the signal too.
      signal.removeEventListener('abort', abort);
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

function plainText({ next, page, paragraphs, title }: MessageText): string {
  const links = [...next, ...(page ? [page] : [])];
  const note = withoutLinks(links);
  return [title, ...paragraphs, ...(links.length > 0 ? [links.map(stepText).join('\n')] : []), ...(note ? [note] : [])]
    .join('\n\n')
    .concat('\n');
}

const domainOf = (from: string): string => /@([^@>]+)>?$/.exec(from)![1]!;
const nameOf = (recipient: string | { address?: string }): string =>
  typeof recipient === 'string' ? recipient : (recipient.address ?? 'a recipient');
const said = (response: string | undefined): string => visibleText((response ?? '').replace(/\s+/g, ' ').trim());

/** The server took the recipients, and never takes this mail (RFC 5321, section 4.2.1). */
function isOfMail(error: unknown): boolean {
  const { code, responseCode } = error as { code?: string; responseCode?: number };
  return code === 'EMESSAGE' && (responseCode ?? 0) >= 500;
}

/** Nodemailer's codes (lib/errors of nodemailer), the server's own words, or the reason of the connection. */
function reasonOfMail(error: unknown): string {
  if (error instanceof NoAnswer) return error.message;
  const { code, response } = error as { code?: string; response?: unknown };
  const words = typeof response === 'string' ? said(response) : '';
  switch (code) {
    case 'EAUTH':
      return `The mail server refused the user name or the password${words === '' ? '.' : `: ${words}`}`;
    case 'ETLS':
      return `The connection can’t be encrypted as configured${words === '' ? `. ${reasonOf(error)}` : `: ${words}`}`;
    case 'EENVELOPE':
    case 'EMESSAGE':
      return `The mail server refused the mail${words === '' ? '.' : `: ${words}`}`;
    case 'ETIMEDOUT':
      return 'The mail server did not answer in time.';
    default:
      return words === '' ? reasonOf(error) : `The mail server answered: ${words}`;
  }
}
