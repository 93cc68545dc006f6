import type { OutgoingRequest } from './outgoing-request.ts';

export interface TargetAnswer {
  status: number;
  /** Of `Retry-After`; null: there is none. */
  retryAfterMs: number | null;
  /** Up to 64 MiB where it was asked for; else empty. */
  body: Buffer;
}

/** Where a replay sends requests: one origin, whatever a request names. */
export interface ReplayTarget {
  /**
   * Throws `NoAnswer`. `fresh`: over a connection of its own, because one that is kept open may end at the moment when it
   * is used, and then nobody knows whether the request arrived.
   */
  send(request: OutgoingRequest, options: { fresh: boolean; readBody: boolean }): Promise<TargetAnswer>;
  /** Of a path of the target, for the state of its queue. Throws `NoAnswer`. */
  get(path: string): Promise<TargetAnswer>;
  close(): Promise<void>;
}

/** `notSent`: no connection. `lost`: it may have been applied. `late`: it may still be applied. */
export class NoAnswer extends Error {
  readonly kind: 'notSent' | 'lost' | 'late';
  /** On a connection that was kept open: most likely it had ended before. */
  readonly reused: boolean;

  constructor(kind: NoAnswer['kind'], message: string, options: { reused?: boolean; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.kind = kind;
    this.reused = options.reused ?? false;
  }
}
