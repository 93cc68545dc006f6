import type { ByWord } from '../../contract/by-name.ts';
import type { ResponseSize } from './response-limits.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { Shape } from './shape.ts';

export interface ConnectionOptions {
  /** http(s)://host:port; from configuration only. Never with a password in it once parsed. */
  url: string;
  auth?: { username: string; password: string } | { apiKey: string };
  tls?: { ca?: string; cert?: string; key?: string; /** a named, visible choice */ verify: boolean };
  /** For everything but searches and bulks, which wait longer. */
  requestTimeoutMs?: number;
}

/** A connection to one cluster. Made by `connect` in client.ts; every function of this folder takes one. */
export interface Cluster {
  readonly url: string;
  /** Asked once and remembered; throws AppError unreachable, unauthorised, forbidden. */
  identity(signal?: AbortSignal): Promise<ClusterIdentity>;
  /**
   * JSON in, JSON out. Throws AppError; `unreachable` where what answered is not the cluster, and `timed_out` where it did
   * not confirm a change: then a write has happened or not, and its caller looks.
   */
  request<T>(request: TypedRequest<T>): Promise<T>;
  /** The raw bytes of the answer, for pages and bulks; a patient connection holds an idempotent one's whole. */
  requestBytes(request: ClusterRequest): Promise<ByteResponse>;
  close(): Promise<void>;
}

export interface ClusterRequest {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path parts are encoded by the caller with `encodeURIComponent`. */
  path: string;
  query?: ByWord<string | number | boolean | undefined>;
  body?: unknown;
  /** Newline-delimited JSON, sent as it is. */
  ndjson?: Buffer;
  signal?: AbortSignal;
  timeoutMs?: number;
  /** Statuses that are answers, not errors: without a body of the answer's form the value is null (`orNull`). */
  accept?: readonly number[];
  /** How much is read of the answer (answer-limits.ts); left out: small. */
  size?: ResponseSize;
  /** Numbers that JavaScript can't hold stay as they are written: for what is kept, compared or sent back. */
  exact?: boolean;
  /**
   * Sent twice it does no harm and ends the same, so a patient connection may send it again (patient-cluster.ts). Safe
   * methods (GET: RFC 9110, section 9.2.1) are idempotent unless they say false; everything else is not unless it
   * says true. False also where the caller has its own way to wait.
   */
  idempotent?: boolean;
}

/** A request and what its answer looks like: for a write, what the cluster says when it has done it. */
export type TypedRequest<T> = ClusterRequest & { answer: Shape<T> };

export const isIdempotent = ({ method, idempotent }: Pick<ClusterRequest, 'method' | 'idempotent'>): boolean =>
  idempotent ?? method === 'GET';

export interface ByteResponse {
  status: number;
  body: AsyncIterable<Buffer>;
  /** Stop reading; the connection is given up. */
  abandon(): void;
}
