import { decodedBody } from './decoded-body.ts';
import { clusterDocument, clusterOperation } from './elasticsearch-request.ts';
import { write, type Meaning } from './meaning.ts';
import { decodeOnce, requestTarget, type RequestTarget } from './request-target.ts';
import { searchAppRequest } from './search-app-request.ts';

export interface RequestToInterpret {
  method: string;
  target: string;
  headers: readonly (readonly [name: string, value: string])[];
  body: Buffer;
}

const WRITING = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/** What a captured request does. An unknown path is a write that all others wait for, and that is not sent twice. */
export function interpret(request: RequestToInterpret): Meaning {
  if (!WRITING.has(request.method)) return { kind: 'read' };
  const target = requestTarget(request.target);
  const body = decodedBody(request);
  return (
    clusterOperation(request.method, target, body) ??
    searchAppRequest(request.method, target, body) ??
    clusterDocument(request.method, target, body) ??
    unknownPath(request.method, target)
  );
}

/** A proxy could turn `a/../_aliases` into an operation. */
const SUSPICIOUS = /(^|\/)(_[^/]*|\.{1,2})(\/|$)/;

const unknownPath = (method: string, { path }: RequestTarget): Meaning =>
  SUSPICIOUS.test(decodeOnce(path))
    ? { kind: 'administration' }
    : write(`${method} (unknown path)`, { repeatable: false });
