import type { CapturedHeader, Problem } from './found.ts';
import { joinChunks, skipChunks, type ChunkedBody } from './http-body.ts';
import { beginsMessage, readHead, type HttpHead, type StartLine } from './http-head.ts';
import { SEPARATOR } from './record-header.ts';

/** A whole message. The offsets count from the beginning of the first message of its record. */
export interface Message {
  start: StartLine;
  headers: readonly CapturedHeader[];
  from: number;
  to: number;
  body: Buffer;
}

/** The whole messages of a record, and what is wrong with the bytes behind them. */
export interface ReadRecord {
  state: 'done';
  messages: readonly Message[];
  problem: Problem | null;
}

/** `short`: a body goes on behind the given bytes; with fewer than `needs` bytes it is not worth to try again. */
export type ReadMessages = { state: 'short'; needs: number } | ReadRecord;

interface Current {
  head: HttpHead;
  from: number;
  chunks: ChunkedBody;
}

const CARRIAGE_RETURN = 0x0d;
const LINE_FEED = 0x0a;
/** What a complete message may be followed by at the end of a file. */
const SEPARATOR_BEGINNINGS = Array.from({ length: SEPARATOR.length - 1 }, (_, index) =>
  SEPARATOR.subarray(0, index + 1),
);

/**
 * The HTTP messages of one record. A body may hold the line that separates records; then `read` is called again with more
 * bytes of the same record, and goes on where it was: nothing is read twice, however often that happens.
 */
export class MessageReader {
  private readonly of: 'request' | 'answer';
  private readonly messages: Message[] = [];
  private at = 0;
  private current: Current | null = null;
  /** The current body went on behind a separator. */
  private joined = false;

  constructor(of: 'request' | 'answer') {
    this.of = of;
  }

  /** `bytes`: the record up to a separator. `atEnd`: up to the end of its file, where a separator may be cut. */
  read(bytes: Buffer, atEnd: boolean): ReadMessages {
    for (;;) {
      if (this.current === null) {
        if (this.messages.length > 0) {
          this.skipLineEnds(bytes);
          if (this.at === bytes.length || (atEnd && isSeparatorBeginning(bytes, this.messages.at(-1)!.to)))
            return this.done(null);
          if (!beginsMessage(bytes, this.at, this.of)) return this.done(this.problemOfRest());
        }
        const head = readHead(bytes, this.at, this.of);
        if ('why' in head) return this.done(head);
        const bodyAt = this.at + head.length;
        this.current = { head, from: this.at, chunks: { at: bodyAt, bytes: 0, inTrailers: false } };
        this.joined = false;
      }
      const end = this.endOf(bytes, this.current);
      if (typeof end === 'object' && 'why' in end) return this.done(end);
      if (typeof end === 'object') {
        this.joined = true;
        return { state: 'short', needs: end.needs };
      }
      this.add(bytes, this.current, end);
    }
  }

  /**
   * For a record that ends although `read` said `short`. `mayLackBody`: an answer is whole without its body, because one to a HEAD
   * request has a length and no body.
   */
  stop(bytes: Buffer, mayLackBody: boolean): ReadRecord {
    if (this.of === 'request' || !mayLackBody) return this.done(CUT);
    this.add(bytes, this.current!, bytes.length);
    return this.done(null);
  }

  private endOf(bytes: Buffer, { head, from, chunks }: Current): number | { needs: number } | Problem {
    const bodyAt = from + head.length;
    if (this.of === 'answer') {
      const { status } = head.start as { status: number };
      if (status < 200 || status === 204 || status === 304) return bodyAt;
      if (head.framing.by === 'nothing') return bytes.length;
    }
    if (head.framing.by === 'nothing') return bodyAt;
    if (head.framing.by === 'length') {
      const end = bodyAt + head.framing.bytes;
      return end <= bytes.length ? end : { needs: end };
    }
    const skipped = skipChunks(bytes, chunks);
    return 'end' in skipped ? skipped.end : skipped;
  }

  private add(bytes: Buffer, { head, from, chunks }: Current, to: number): void {
    const bodyAt = from + head.length;
    const body = chunks.bytes > 0 ? joinChunks(bytes, bodyAt, chunks.bytes) : bytes.subarray(bodyAt, to);
    const { start, headers, framing } = head;
    this.messages.push({
      start,
      headers,
      from,
      to,
      body: framing.by === 'chunks' && chunks.bytes === 0 ? EMPTY : body,
    });
    this.at = to;
    this.current = null;
  }

  private skipLineEnds(bytes: Buffer): void {
    while (bytes[this.at] === CARRIAGE_RETURN && bytes[this.at + 1] === LINE_FEED) this.at += 2;
  }

  /** For bytes behind a message that begin no other one. */
  private problemOfRest(): Problem {
    const last = this.messages.at(-1)!;
    if (this.joined) {
      this.messages.pop();
      return CUT;
    }
    if (this.of === 'request' && last.body.length === 0 && !last.headers.some(givesLength)) {
      this.messages.pop();
      return { kind: 'malformed', why: 'It has a body, but no length of it.' };
    }
    return { kind: 'malformed', why: 'The bytes behind a whole message are no message.' };
  }

  private done(problem: Problem | null): ReadRecord {
    return { state: 'done', messages: this.messages, problem };
  }
}

const EMPTY = Buffer.alloc(0);
const CUT: Problem = { kind: 'cut', why: 'The record ends inside the body of its message.' };

const givesLength = ([name]: CapturedHeader): boolean => /^(content-length|transfer-encoding)$/i.test(name);

function isSeparatorBeginning(bytes: Buffer, from: number): boolean {
  const rest = bytes.length - from;
  return rest > 0 && rest < SEPARATOR.length && SEPARATOR_BEGINNINGS[rest - 1]!.equals(bytes.subarray(from));
}
