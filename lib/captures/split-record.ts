import type { Problem } from './found.ts';
import type { Message } from './read-messages.ts';
import type { RecordHeader } from './record-header.ts';

/** All of one record: its whole messages, and what is wrong with the rest. Offsets of messages count in `bytes`. */
export interface SplitRecord {
  /** Of its first byte in the stream. */
  position: number;
  header: RecordHeader | null;
  bytes: Buffer;
  messages: readonly Message[];
  problem: Problem | null;
}

const EMPTY = Buffer.alloc(0);

/** A record of which nothing can be read. */
export const brokenRecord = (position: number, problem: Problem): SplitRecord => ({
  position,
  header: null,
  bytes: EMPTY,
  messages: [],
  problem,
});
