/** A file of captured traffic, as GoReplay writes it, plain or gzip. */
export interface CaptureFile {
  /** As a person names it, or within the configured folder. */
  readonly path: string;
  /** The name of its folder: one GoReplay ran on each server. */
  readonly server: string;
  /** Its size as stored when it was listed. What is written behind it later is not read. */
  readonly bytes: number;
  /**
   * The stored bytes from `start` (default 0) to `end` (default: `bytes`). No chunk is changed after it was given. Throws
   * AppError `not_found`, `disk`, `cancelled`.
   */
  open(signal: AbortSignal, range?: { start?: number; end?: number }): AsyncIterable<Buffer>;
}

/** Name and value as captured, as latin1, so that no byte is lost. */
export type CapturedHeader = readonly [name: string, value: string];

/** Where a record begins. */
export interface RecordPlace {
  /** Index in the list of files. */
  file: number;
  /** In the unpacked file, leading NULs included. */
  offset: number;
}

interface CapturedMessage extends RecordPlace {
  id: string;
  /** Nanoseconds since 1970. */
  at: bigint;
  /** The n-th message of its record, from 0: pipelined requests share a record. */
  part: number;
  headers: readonly CapturedHeader[];
  /** Without the framing of a chunked body; its content encoding is kept. */
  body: Buffer;
}

/** The buffers are never changed afterwards. They share the memory of a chunk: copy what is kept for long. */
export interface CapturedRequest extends CapturedMessage {
  kind: 'request';
  method: string;
  /** The raw request target as latin1: exactly the captured bytes. */
  target: string;
  /** This request alone, as captured. */
  raw: Buffer;
}

/** What the original server answered (type 2). */
export interface CapturedAnswer extends CapturedMessage {
  kind: 'answer';
  status: number;
}

/** The answer to a replayed request (type 3): counted only. */
interface ReplayedAnswer extends RecordPlace {
  kind: 'replayed';
  id: string;
  at: bigint;
}

/** Why a record can't be used. */
export interface Problem {
  /** `cut`: its end or its beginning is missing. `malformed`: it is no record, or no HTTP message. */
  kind: 'cut' | 'malformed';
  /** One sentence without captured text. */
  why: string;
}

type NotWhole = Problem & RecordPlace;

export type Found = CapturedRequest | CapturedAnswer | ReplayedAnswer | NotWhole;

export interface CaptureFacts {
  path: string;
  server: string;
  /** As stored. */
  bytes: number;
  unpackedBytes: number;
  gzip: boolean;
  /** How often `visit` was called for this file, so that totals add up: each request of one record counts, and each broken place. */
  records: number;
  /** Earliest and latest time of a record, also of a broken one. Files are not in order of time. */
  firstAt: bigint | null;
  lastAt: bigint | null;
  leadingNuls: number;
  /** The index of the file whose last record continues behind the NULs of this one. */
  joinedTo: number | null;
  /** How many of `records` are cut or malformed. */
  broken: number;
  /** See fingerprint.ts. */
  fingerprint: string;
}
