import type { Duplex } from 'node:stream';

/** One message between the two processes: a number that an answer repeats, a small head, and bytes. */
export interface Frame {
  id: number;
  head: unknown;
  body: Buffer;
}

/** id, length of the head, length of the body: 32 bits each. */
const PREFIX_BYTES = 12;

/** `sent`: nothing reads the body any more. */
export function sendFrame(channel: Duplex, { id, head, body }: Frame, sent?: () => void): void {
  const json = Buffer.from(JSON.stringify(head));
  const start = Buffer.allocUnsafe(PREFIX_BYTES + json.length);
  start.writeUInt32LE(id, 0);
  start.writeUInt32LE(json.length, 4);
  start.writeUInt32LE(body.length, 8);
  json.copy(start, PREFIX_BYTES);
  channel.cork();
  channel.write(start);
  if (body.length > 0) channel.write(body, sent);
  else sent?.();
  channel.uncork();
}

/**
 * Puts frames together from the pieces in which they arrive. `room` may give the buffer that the body of an answer goes
 * into; it has at least that many bytes, or is null.
 */
export class FrameReader {
  private readonly room: (id: number, bytes: number) => Buffer | null;
  private readonly onFrame: (frame: Frame) => void;
  private readonly prefix = Buffer.alloc(PREFIX_BYTES);
  private filled = 0;
  private id = 0;
  private json: Buffer | null = null;
  private body: Buffer | null = null;

  constructor(room: (id: number, bytes: number) => Buffer | null, onFrame: (frame: Frame) => void) {
    this.room = room;
    this.onFrame = onFrame;
  }

  take(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      const part = this.body !== null && this.json !== null && this.filled >= this.json.length ? this.body : this.json;
      if (part === null) at += this.fillPrefix(chunk, at);
      else at += this.fill(part, part === this.body ? this.json!.length : 0, chunk, at);
      this.finishIfWhole();
    }
  }

  private fillPrefix(chunk: Buffer, at: number): number {
    const taken = chunk.copy(this.prefix, this.filled, at, at + PREFIX_BYTES - this.filled);
    this.filled += taken;
    if (this.filled === PREFIX_BYTES) {
      this.filled = 0;
      this.id = this.prefix.readUInt32LE(0);
      this.json = Buffer.allocUnsafe(this.prefix.readUInt32LE(4));
      const bytes = this.prefix.readUInt32LE(8);
      this.body = this.room(this.id, bytes)?.subarray(0, bytes) ?? Buffer.allocUnsafeSlow(bytes);
    }
    return taken;
  }

  private fill(part: Buffer, before: number, chunk: Buffer, at: number): number {
    const taken = chunk.copy(part, this.filled - before, at, at + part.length - (this.filled - before));
    this.filled += taken;
    return taken;
  }

  private finishIfWhole(): void {
    const { body, json } = this;
    if (json === null || body === null || this.filled < json.length + body.length) return;
    this.json = null;
    this.body = null;
    this.filled = 0;
    this.onFrame({ id: this.id, head: JSON.parse(json.toString('utf8')), body });
  }
}
