import 'server-only';
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { configuration } from '../config/loaded.ts';
import { PEER_HEADER } from './client-address.ts';
import { ignoreClientAbort } from './ignore-client-abort.ts';
import { limitBody } from './limit-body.ts';
import { limitReading } from './limit-reading.ts';
import { limitTime } from './limit-time.ts';
import { isFromThisMachine, isOfLocalProgram, LOCAL_HEADER } from './local-request.ts';
import { fromNodeHeaders } from './node-headers.ts';
import { isOwnOrigin } from './origin.ts';
import { recordCrossSiteChange } from './record-cross-site-change.ts';
import { rejectRequest } from './reject-request.ts';
import { isHttps } from './request-address.ts';
import { HTTPS_ONLY, SECURITY_HEADERS } from './security-headers.ts';
import { dropRepeatedProof, proxyHeaders } from './trusted-proxy.ts';
import { isUpload, UPLOAD_HEADER } from './upload-request.ts';

/**
 * Called by server.mjs for every request, before Next. Notes the address of the connection, sets the security headers,
 * limits body and reading time, and rejects what no page of ours sends: other methods, unreadable addresses, changes from
 * another site's page (recorded), and without a sign-in everything but this machine by a local name, so that no other
 * site's page reaches it by DNS rebinding. False: the request has been answered.
 */
export function guardRequest(request: IncomingMessage, response: ServerResponse): boolean {
  ignoreClientAbort(request, response);
  limitReading(request.socket);
  limitTime(request, response);
  if (isSelfRequest(request)) return true;
  // Before headers are added that a proxy could have sent.
  setLocalHeader(request);
  setPeerHeaders(request);
  setUploadHeader(request);
  dropRepeatedProof(request);
  setSecurityHeaders(request, response);
  const refusal = refusalOf(request);
  if (!refusal) return limitBody(request, response);
  rejectRequest(request, response, refusal.status, refusal.sentence, refusal.headers);
  return false;
}

interface Refusal {
  status: number;
  sentence: string;
  headers?: Record<string, string>;
}

function refusalOf(request: IncomingMessage): Refusal | null {
  if (!isLocalOrSignIn(request))
    return {
      status: 403,
      sentence: 'Without a sign-in Restore Desk answers this machine only, by the name localhost.',
    };
  if (!METHODS.has(request.method ?? ''))
    return { status: 405, sentence: 'Not a method of Restore Desk.', headers: { allow: [...METHODS].join(', ') } };
  if (!isReadable(request)) return { status: 400, sentence: 'This address can’t be read.' };
  if (isCrossSiteChange(request)) {
    void recordCrossSiteChange(request);
    return {
      status: 403,
      sentence:
        'This change came from another site, and was refused. Open Restore Desk by its own ' +
        'address; behind a proxy, `publicUrl` must be the address people type.',
    };
  }
  return null;
}

/** Before Next, whose redirects, files and errors don't pass through its proxy. */
function setSecurityHeaders({ headers }: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.setHeader(name, value);
  if (isHttps(fromNodeHeaders(headers))) response.setHeader('strict-transport-security', HTTPS_ONLY);
}

/**
 * Next forwards an action that is called on a page without it to a page that has it, over the network, to this server. The
 * peer is then this machine, which may be a trusted proxy's address: the headers of the first request are kept. The secret
 * proves that this process sent the request.
 */
const SELF_HEADER = 'x-restore-desk-inside';
const HOST_HEADER = 'x-restore-desk-host';
const secret = randomBytes(32).toString('hex');

function isSelfRequest({ headers }: IncomingMessage): boolean {
  if (headers[SELF_HEADER] !== secret) return false;
  headers.host = String(headers[HOST_HEADER]);
  return true;
}

function setPeerHeaders({ headers, socket }: IncomingMessage): void {
  headers[PEER_HEADER] = socket.remoteAddress ?? '';
  headers[HOST_HEADER] = headers.host ?? '';
  headers[SELF_HEADER] = secret;
  setForwardedHost(headers);
}

/** Next compares the origin of a change with the requested host, which behind a proxy may not be the public one. */
function setForwardedHost(headers: IncomingMessage['headers']): void {
  const { publicUrl } = configuration();
  if (publicUrl === null) return;
  const { host, protocol } = new URL(publicUrl);
  headers['x-forwarded-host'] = host;
  headers['x-forwarded-proto'] = protocol.slice(0, -1);
}

function setLocalHeader(request: IncomingMessage): void {
  delete request.headers[LOCAL_HEADER];
  if (isOfLocalProgram(request, proxyHeaders(configuration().signIn))) request.headers[LOCAL_HEADER] = 'yes';
}

function setUploadHeader(request: IncomingMessage): void {
  delete request.headers[UPLOAD_HEADER];
  if (isUpload(request)) request.headers[UPLOAD_HEADER] = 'yes';
}

const isLocalOrSignIn = (request: IncomingMessage): boolean =>
  configuration().signIn.kind !== 'none' || isFromThisMachine(request);

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST']);

/** A host (HTTP/1.1 requires one), and a path in UTF-8: a full URL is for a forward proxy, and Next answers other bytes with status 500. */
function isReadable({ url = '/', headers, httpVersion }: IncomingMessage): boolean {
  if (!url.startsWith('/') || (headers.host === undefined && httpVersion !== '1.0')) return false;
  try {
    decodeURIComponent(url.split('?')[0]!);
    return true;
  } catch {
    return false;
  }
}

/** By the origin that a browser sends. A change without an origin is refused by the action, which knows what it was. */
const isCrossSiteChange = ({ method, headers }: IncomingMessage): boolean =>
  method === 'POST' && headers.origin !== undefined && !isOwnOrigin(fromNodeHeaders(headers));
