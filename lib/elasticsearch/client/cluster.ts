import type { ByWord } from '../../contract/by-name.ts';
import type { ResponseSize } from './response-limits.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { Shape } from './shape.ts';

export interface ConnectionOptions {
  /** http(s)://host:port, from configuration only. Has no password once parsed. */
  url: string;
  auth?: { username: string; password: string } | { apiKey: string };
  tls?: { ca?: string; cert?: string; key?: string; verify: boolean };
  /** For everything but searches and bulks, which wait longer. */
  requestTimeoutMs?: number;
}

/** A connection to one cluster, made by `connect` in client.ts. */
export interface Cluster {
  readonly url: string;
  /** Cached for a short time. Throws AppError unreachable, unauthorised, forbidden. */
  identity(signal?: AbortSignal): Promise<ClusterIdentity>;
  /**
   * JSON in, JSON out. Throws AppError: `unreachable` where something other than the cluster answered, `timed_out` where
   * the cluster did not confirm a change. In both cases a write may have been made; the caller checks.
   */
  request<T>(request: TypedRequest<T>): Promise<T>;
  /** The raw bytes of the response, for pages and bulks. A retrying cluster holds the whole body of an idempotent one. */
  requestBytes(request: ClusterRequest): Promise<ByteResponse>;
  close(): Promise<void>;
}

export interface ClusterRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** The caller encodes its parts with `encodeURIComponent`. */
  path: string;
  query?: ByWord<string | number | boolean | undefined>;
  body?: unknown;
  /** Newline-delimited JSON. */
  ndjson?: Buffer;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Statuses that are results, not errors. Where the body does not have the shape, the value is null (`orNull`). */
  accept?: readonly number[];
  /** The most that is read of the response (response-limits.ts). Default: small. */
  responseSize?: ResponseSize;
  /** Keeps numbers that JavaScript can't represent exactly, for values that are saved, compared or sent back. */
  exact?: boolean;
  /**
   * A retrying cluster may send it again (retrying-cluster.ts). Default: true for GET (a safe method: RFC 9110, section
   * 9.2.1), false for everything else. Also false where the caller retries by itself.
   */
  idempotent?: boolean;
}

/** A request and the shape of its response: for a write, the cluster's confirmation. */
export type TypedRequest<T> = ClusterRequest & { shape: Shape<T> };

export const isIdempotent = ({ method, idempotent }: Pick<ClusterRequest, 'method' | 'idempotent'>): boolean =>
  idempotent ?? method === 'GET';

/** Whether a status is a result and not an error. */
export const isAccepted = (status: number, { accept }: ClusterRequest): boolean =>
  status === 200 || (accept?.includes(status) ?? false);

export interface ByteResponse {
  status: number;
  /** The header Date, as it came. Absent: there is none; Elasticsearch itself sends none, a proxy in front of it does. */
  date?: string;
  /** Ending the iteration early closes the connection. */
  body: AsyncIterable<Buffer>;
}
