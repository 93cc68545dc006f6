import type { Duplex } from 'node:stream';

/** One message between the two processes. A reply has the `id` of its request. */
export interface Frame {
  id: number;
  head: unknown;
  body: Buffer;
}

/** The id, the length of the head and the length of the body: 32 bits each. */
const PREFIX_BYTES = 12;

/** `sent` is called when the body is no longer read. */
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
 * Assembles frames from the chunks that arrive. `bufferFor` returns the buffer for a body, with at least `bytes`; null: a new
 * one is allocated.
 */
export class FrameReader {
  private readonly bufferFor: (id: number, bytes: number) => Buffer | null;
  private readonly onFrame: (frame: Frame) => void;
  private readonly prefix = Buffer.alloc(PREFIX_BYTES);
  private filled = 0;
  private id = 0;
  private json: Buffer | null = null;
  private body: Buffer | null = null;

  constructor(bufferFor: (id: number, bytes: number) => Buffer | null, onFrame: (frame: Frame) => void) {
    this.bufferFor = bufferFor;
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
      this.body = this.bufferFor(this.id, bytes)?.subarray(0, bytes) ?? Buffer.allocUnsafeSlow(bytes);
    }
    return taken;
  }

  private fill(part: Buffer, offset: number, chunk: Buffer, at: number): number {
    const taken = chunk.copy(part, this.filled - offset, at, at + part.length - (this.filled - offset));
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
