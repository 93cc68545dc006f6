import { mapBulkBody, mapPath, type IndexMapping } from '../requests/index-mapping.ts';
import { REPLAY_MARK } from '../requests/replay-mark.ts';
import { isSecretHeader } from '../requests/secret-headers.ts';
import { requestTarget } from '../requests/request-target.ts';
import type { RequestToInterpret } from '../requests/interpret.ts';

/** A request as it is sent to the target. */
export interface OutgoingRequest {
  method: string;
  /** Path and query, behind the target's own path. */
  path: string;
  headers: Record<string, string | string[]>;
  body: Buffer;
}

/** Of one connection, or of the proxies between (RFC 9110, 7.6.1); length and host are those of the new request. */
const DROPPED = new Set(
  (
    'accept-encoding host connection keep-alive proxy-connection te trailer transfer-encoding upgrade expect content-length ' +
    'via forwarded x-real-ip x-forwarded-for x-forwarded-host x-forwarded-proto x-forwarded-port x-forwarded-server ' +
    'x-original-host x-original-url x-host x-forwarded-prefix x-forwarded-ssl x-forwarded-scheme x-http-method-override x-client-ip true-client-ip cf-connecting-ip max-forwards http2-settings'
  ).split(' '),
);

const NOT_IN_A_HEADER = /[^\t\u0020-\u007e\u0080-\u00ff]/;

/** `job`: marks the request. Captured credentials are left out; `authorization` is that of the target. */
export function outgoingRequest(
  captured: RequestToInterpret & { isBulk: boolean },
  mapping: IndexMapping,
  job: string,
  authorization: string | null,
): OutgoingRequest {
  const { text } = requestTarget(captured.target);
  const headers: OutgoingRequest['headers'] = {};
  const ofConnection = connectionOptions(captured);
  for (const [name, value] of captured.headers) {
    const key = name.toLowerCase();
    // The answer of a bulk is read.
    if (captured.isBulk && key === 'accept') continue;
    if (DROPPED.has(key) || isSecretHeader(key) || ofConnection.has(key) || NOT_IN_A_HEADER.test(value)) continue;
    const before = headers[key];
    headers[key] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
  }
  headers[REPLAY_MARK] = job;
  if (authorization !== null) headers['authorization'] = authorization;
  const mapped = mapping.size > 0;
  return {
    method: captured.method,
    path: mapped ? mapPath(text, mapping) : text,
    headers,
    body: mapped && captured.isBulk ? mapBulkBody(captured, mapping) : captured.body,
  };
}

/** Headers that `Connection` declares to be of the connection alone. */
function connectionOptions({ headers }: Pick<RequestToInterpret, 'headers'>): ReadonlySet<string> {
  const values = headers.filter(([name]) => name.toLowerCase() === 'connection').map(([, value]) => value);
  if (values.length === 0) return NONE;
  return new Set(values.flatMap((value) => value.split(',').map((option) => option.trim().toLowerCase())));
}

const NONE: ReadonlySet<string> = new Set();
