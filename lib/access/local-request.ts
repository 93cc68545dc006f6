import type { IncomingMessage } from 'node:http';

const LOOPBACK = /^(?:127\.|::1$|::ffff:127\.)/;
const LOCAL_NAME = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/** From this machine, by a local name: another site's page reaches it by DNS rebinding under its own name only. */
export const isFromThisMachine = ({ socket, headers }: IncomingMessage): boolean =>
  LOOPBACK.test(socket.localAddress ?? '') &&
  LOOPBACK.test(socket.remoteAddress ?? '') &&
  LOCAL_NAME.test(headers.host ?? '');

/** Set by the request guard, whatever the client sent under this name: "yes" for a request that `isOfLocalProgram`. */
export const LOCAL_HEADER = 'x-restore-desk-local';

/** What proxies add, those on this machine too. */
const FORWARDED = /^(?:forwarded|via|x-forwarded(?:-.+)?|x-real-ip)$/;

/**
 * A program of this machine has sent it, and no proxy has passed it on for somebody else. `proxyHeaders`: those in which the
 * proxy of the sign-in names people, in lower case. By default nginx before 1.29.7 speaks HTTP/1.0 to a server and adds no header.
 * Another proxy on this machine that adds no header can't be recognised.
 */
export const isOfLocalProgram = (request: IncomingMessage, proxyHeaders: readonly string[] = []): boolean =>
  isFromThisMachine(request) &&
  request.httpVersion !== '1.0' &&
  !Object.keys(request.headers).some((name) => FORWARDED.test(name) || proxyHeaders.includes(name));
