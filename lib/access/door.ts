import 'server-only';
import { randomBytes } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { Server, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { configuration } from '../config/loaded.ts';
import { FILE_BYTES } from '../contract/headers.ts';
import { noteAnswer } from './answer-status.ts';
import { PEER_HEADER } from './client-address.ts';
import { limitReading } from './limit-reading.ts';
import { limitBody, limitTime } from './limit-request.ts';
import { isOwnOrigin } from './origin.ts';
import { recordForeignChange } from './record-foreign-change.ts';
import { isHttps } from './request-address.ts';
import { HTTPS_ONLY, SECURITY_HEADERS } from './security-headers.ts';
import { sentIn } from './sent-headers.ts';
import { surviveHangUp } from './survive-hang-up.ts';
import { forgetSaidTwice } from './trusted-proxy.ts';
import { handOnTheRest, turnAway } from './turn-away.ts';

interface RequestStart {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Before anything else sees a request: its true sender is noted (nobody else may say it), the answer gets its
 * headers, body and time are limited, what is no request of ours is turned away, a change that another site's page asks for is refused and
 * recorded, and without a sign-in only this machine is answered, by its own name, so that a page of another site can't
 * reach us through DNS.
 */
export function standAtTheDoor(): void {
  const attended = new WeakSet<Server>();
  // Next makes the server and hands it to nobody: its first connection tells which one it is.
  subscribe('net.server.socket', (message) => {
    const { server } = (message as { socket: Socket & { server?: unknown } }).socket;
    if (!(server instanceof Server) || attended.has(server)) return;
    attended.add(server);
    limitTime(server);
    handOnTheRest(server);
  });
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as RequestStart;
    speakPlainly(response);
    surviveHangUp(request, response);
    limitReading(request.socket);
    if (cameFromOurselves(request)) return;
    noteWhoAsks(request);
    noteAnswer(request, response);
    forgetSaidTwice(request);
    guardAnswer(request, response);
    if (!mayAsk(request)) {
      turnAway(
        request,
        response,
        403,
        'Without a sign-in Restore Desk answers this machine only, by the name localhost.',
      );
    } else if (!METHODS.has(request.method ?? '')) {
      turnAway(request, response, 405, 'Not a method of Restore Desk.', { allow: [...METHODS].join(', ') });
    } else if (!isReadable(request)) {
      turnAway(request, response, 400, 'This address can’t be read.');
    } else if (isForeignChange(request)) {
      void recordForeignChange(request);
      turnAway(
        request,
        response,
        403,
        'This change was asked for from another site, and was refused. Open Restore Desk by its own ' +
          'address; behind a proxy, `publicUrl` must be the address people type.',
      );
    } else limitBody(request, response);
  });
}

/**
 * What a route answers Next labels with a list of one content type, and then leaves it unpacked because a list is no type
 * it knows: 5,000 indices are 1.4 MB, and a tenth of that packed. The length of a download it keeps to itself, and a browser
 * could not tell how much is still to come.
 */
function speakPlainly(response: ServerResponse): void {
  const setHeader = response.setHeader.bind(response);
  response.setHeader = (name, value) => {
    const only = Array.isArray(value) && value.length === 1 ? value[0]! : value;
    if (name.toLowerCase() === FILE_BYTES) return setHeader('content-length', only);
    return setHeader(name, name.toLowerCase() === 'content-type' ? only : value);
  };
}

/** Set before anybody answers: Next has redirects, files and errors that pass its proxy by. */
function guardAnswer({ headers }: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (isHttps(sentIn(headers))) response.setHeader('strict-transport-security', HTTPS_ONLY);
}

/**
 * An action that is called on a page without it, Next sends on to one that has it: through the network, to ourselves. The
 * second time its peer is this very machine, perhaps a trusted proxy's address: who asked is what was seen the first time.
 */
const INSIDE_HEADER = 'x-restore-desk-inside';
const HOST_HEADER = 'x-restore-desk-host';
const inside = randomBytes(32).toString('hex');

function cameFromOurselves({ headers }: IncomingMessage): boolean {
  if (headers[INSIDE_HEADER] !== inside) return false;
  headers.host = String(headers[HOST_HEADER]);
  return true;
}

function noteWhoAsks({ headers, socket }: IncomingMessage): void {
  headers[PEER_HEADER] = socket.remoteAddress ?? '';
  headers[HOST_HEADER] = headers.host ?? '';
  headers[INSIDE_HEADER] = inside;
  speakOfThePublicAddress(headers);
}

/** Next compares a change's origin with the host that was asked; a proxy may have asked for us by another name than people do. */
function speakOfThePublicAddress(headers: IncomingMessage['headers']): void {
  const { publicUrl } = configuration();
  if (publicUrl === null) return;
  const { host, protocol } = new URL(publicUrl);
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;
const LOCAL_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

function mayAsk({ socket, headers }: IncomingMessage): boolean {
  if (configuration().signIn.kind !== 'none') return true;
  return (
    LOOPBACK.test(socket.localAddress ?? '') &&
    LOOPBACK.test(socket.remoteAddress ?? '') &&
    LOCAL_NAME.test(headers.host ?? '')
  );
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** A path of ours, in UTF-8: another machine's address is for a forward proxy, and what is not UTF-8 Next answers with a defect of its own. */
function isReadable({ url = '/' }: IncomingMessage): boolean {
  if (!url.startsWith('/')) return false;
  try {
    decodeURIComponent(url.split('?')[0]!);
    return true;
  } catch {
    return false;
  }
}

/** As a browser says it. What names no origin at all goes on to the action's own door, which refuses it and knows what it was. */
const isForeignChange = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' && headers.origin !== undefined && !isOwnOrigin(sentIn(headers));
