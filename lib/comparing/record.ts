import type { Span } from '../archive/digest.ts';
import { valueDigest } from '../json/value-digest.ts';

/**
 * A document in the spill file, as bytes: length and hash of its key (32 bits each, little-endian), the digest of its content (16),
 * of its values (8), flags, the lengths of version, id and routing, then these three. The key is id and routing, as UTF-8.
 */
const CONTENT = 8;
const VALUES = 24;
const FLAGS = 32;
const VERSION_LENGTH = 33;
const ID_LENGTH = 36;
const ROUTING_LENGTH = 40;
const HEAD_BYTES = 44;
const NO_ROUTING = -1;

const MATCHED = 1;
const UNCHANGED = 2;
/** `VALUES_READ` without `HAS_VALUES`: the source is not JSON. */
const VALUES_READ = 4;
const HAS_VALUES = 8;

/** A document as a side hands it out; the bytes are valid during the call only. */
export interface ReadDocument {
  id: Span;
  routing: Span | null;
  source: Span;
  /** Digits; null: the side does not say. */
  version: Span | null;
}

const lengthOf = (span: Span | null): number => (span === null ? 0 : span.end - span.start);

export const recordBytes = ({ id, routing, version }: Omit<ReadDocument, 'source'>): number =>
  HEAD_BYTES + lengthOf(id) + lengthOf(routing) + lengthOf(version);

/** Writes everything but the digests and flags, which are 0. */
export function writeRecord(bytes: Buffer, at: number, document: Omit<ReadDocument, 'source'>, keyHash: number): void {
  const { id, routing, version } = document;
  bytes.writeUInt32LE(recordBytes(document), at);
  bytes.writeInt32LE(keyHash, at + 4);
  bytes.fill(0, at + CONTENT, at + HEAD_BYTES);
  bytes[at + VERSION_LENGTH] = lengthOf(version);
  bytes.writeInt32LE(lengthOf(id), at + ID_LENGTH);
  bytes.writeInt32LE(routing === null ? NO_ROUTING : lengthOf(routing), at + ROUTING_LENGTH);
  let to = at + HEAD_BYTES;
  for (const span of [id, routing, version]) if (span !== null) to += span.bytes.copy(bytes, to, span.start, span.end);
}

/** A hash of id and routing: of 32 bits, so equal hashes don't mean equal keys. */
export function keyHashOf(id: Span, routing: Span | null): number {
  let hash = hashBytes(0x811c9dc5, id);
  if (routing !== null) hash = hashBytes(hash ^ 0x5bd1e995, routing);
  hash ^= hash >>> 16;
  hash = Math.imul(hash, 0x85ebca6b);
  return hash ^ (hash >>> 13);
}

function hashBytes(from: number, { bytes, start, end }: Span): number {
  let hash = from;
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x01000193);
  return hash;
}

export const recordLength = (bytes: Buffer, at: number): number => bytes.readUInt32LE(at);
export const keyHashAt = (bytes: Buffer, at: number): number => bytes.readInt32LE(at + 4);

export function isSameKey(bytes: Buffer, one: number, other: number): boolean {
  // Both lengths are side by side.
  for (let at = ID_LENGTH; at < HEAD_BYTES; at++) if (bytes[one + at] !== bytes[other + at]) return false;
  const end = HEAD_BYTES + keyLength(bytes, one);
  for (let at = HEAD_BYTES; at < end; at++) if (bytes[one + at] !== bytes[other + at]) return false;
  return true;
}

const keyLength = (bytes: Buffer, at: number): number =>
  bytes.readInt32LE(at + ID_LENGTH) + Math.max(0, bytes.readInt32LE(at + ROUTING_LENGTH));

/** `lanes`: of the content digest of this document alone. */
export function setContent(bytes: Buffer, at: number, lanes: Int32Array): void {
  for (let lane = 0; lane < 4; lane++) bytes.writeInt32LE(lanes[lane]!, at + CONTENT + lane * 4);
}

export function isSameContent(bytes: Buffer, one: number, other: number): boolean {
  for (let at = CONTENT; at < VALUES; at++) if (bytes[one + at] !== bytes[other + at]) return false;
  return true;
}

/** Adds the digest of the values of a source. */
export function readValuesOf({ bytes: from, start, end }: Span, bytes: Buffer, at: number): void {
  const isJson = valueDigest(from, start, end, values);
  bytes.writeUInt32LE(values[0]!, at + VALUES);
  bytes.writeUInt32LE(values[1]!, at + VALUES + 4);
  bytes[at + FLAGS]! |= isJson ? VALUES_READ | HAS_VALUES : VALUES_READ;
}

const values = new Uint32Array(2);

export const areValuesRead = (bytes: Buffer, at: number): boolean => has(bytes, at, VALUES_READ);

/** Both have a digest of their values, and it is the same. */
export function hasSameValues(bytes: Buffer, one: number, other: number): boolean {
  if (!has(bytes, one, HAS_VALUES) || !has(bytes, other, HAS_VALUES)) return false;
  for (let at = VALUES; at < FLAGS; at++) if (bytes[one + at] !== bytes[other + at]) return false;
  return true;
}

const has = (bytes: Buffer, at: number, flag: number): boolean => (bytes[at + FLAGS]! & flag) !== 0;

export const isMatched = (bytes: Buffer, at: number): boolean => has(bytes, at, MATCHED);
export const setMatched = (bytes: Buffer, at: number): void => void (bytes[at + FLAGS]! |= MATCHED);

/** Its content was not read: by its sequence number it is the same as on the other side. */
export const isUnchanged = (bytes: Buffer, at: number): boolean => has(bytes, at, UNCHANGED);
export const setUnchanged = (bytes: Buffer, at: number): void => void (bytes[at + FLAGS]! |= UNCHANGED);

/** The key as text, for a list of keys in memory. */
export const keyAt = (bytes: Buffer, at: number): string =>
  bytes.toString('latin1', at + ID_LENGTH, at + HEAD_BYTES + keyLength(bytes, at));

export const idAt = (bytes: Buffer, at: number): string =>
  bytes.toString('utf8', at + HEAD_BYTES, at + HEAD_BYTES + bytes.readInt32LE(at + ID_LENGTH));

export function routingAt(bytes: Buffer, at: number): string | null {
  if (bytes.readInt32LE(at + ROUTING_LENGTH) === NO_ROUTING) return null;
  const start = at + HEAD_BYTES + bytes.readInt32LE(at + ID_LENGTH);
  return bytes.toString('utf8', start, at + HEAD_BYTES + keyLength(bytes, at));
}

/** Digits; null: the side does not say. */
export function versionAt(bytes: Buffer, at: number): string | null {
  const length = bytes[at + VERSION_LENGTH]!;
  const start = at + HEAD_BYTES + keyLength(bytes, at);
  return length === 0 ? null : bytes.toString('latin1', start, start + length);
}

/** As a `ContentDigest` of this document alone has it. */
export function contentAt(bytes: Buffer, at: number): string {
  const words = [0, 4, 8, 12].map((offset) => bytes.readUInt32LE(at + CONTENT + offset));
  return words.map((word) => word.toString(16).padStart(8, '0')).join('');
}

/** By the bytes of the ids, then of the routings. */
export const compareKeys = (bytes: Buffer, one: number, other: number): number =>
  bytes.compare(
    bytes,
    other + HEAD_BYTES,
    other + HEAD_BYTES + keyLength(bytes, other),
    one + HEAD_BYTES,
    one + HEAD_BYTES + keyLength(bytes, one),
  );
