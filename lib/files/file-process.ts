/**
 * A process of its own for the file work on one directory: a directory that hangs (a network share) holds this process, and
 * nothing else. Its parent speaks with it over descriptor 3, and can leave it behind at any moment.
 */
import { Socket, type OnReadOpts } from 'node:net';
import { BufferPool } from './buffer-pool.ts';
import { FrameReader, sendFrame, type Frame } from './frames.ts';
import { codeOf, inside } from './inside.ts';
import { FileOperations } from './operations.ts';
import { MOST_BYTES, type FileReply, type FileRequest } from './protocol.ts';

const CHANNEL = 3;
const NOTHING = Buffer.alloc(0);
const READ: FileReply = { answer: {} };

// Whoever stops the parent by a signal to all of its group: the parent still has to tidy up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

/** The parent is gone. Not by `process.exit`, which waits for every thread that hangs. */
const leave = () => process.kill(process.pid, 'SIGKILL');

const operations = new FileOperations(process.argv[2]!, inside);
const pool = new BufferPool(MOST_BYTES, 4);
const reader = new FrameReader(
  (_, bytes) => {
    if (bytes > MOST_BYTES) leave();
    return bytes === 0 ? null : pool.take(bytes);
  },
  (frame) => {
    void answer(frame);
  },
);
/** One buffer for whatever arrives. */
const arriving: OnReadOpts = {
  buffer: new Uint8Array(256 * 1024),
  callback: (bytes, buffer) => {
    reader.take(Buffer.from(buffer.buffer, 0, bytes));
    return true;
  },
};
const channel = new Socket({ fd: CHANNEL, readable: true, writable: true, onread: arriving });
channel.on('end', leave).on('close', leave).on('error', leave);

async function answer({ id, head, body }: Frame): Promise<void> {
  const request = head as FileRequest;
  const bytes = request.op === 'read' ? pool.take(Math.min(request.bytes, MOST_BYTES)) : body;
  const reply = await carryOut(request, bytes);
  const read = Buffer.isBuffer(reply) ? reply : NOTHING;
  sendFrame(channel, { id, head: Buffer.isBuffer(reply) ? READ : reply, body: read }, () => pool.giveBack(bytes));
}

async function carryOut(request: FileRequest, bytes: Buffer): Promise<FileReply | Buffer> {
  try {
    const perform = operations[request.op].bind(operations) as (one: FileRequest, bytes: Buffer) => Promise<object>;
    const answered = await perform(request, bytes);
    return Buffer.isBuffer(answered) ? answered : { answer: answered };
  } catch (error) {
    return { failure: { code: codeOf(error) ?? 'EUNKNOWN', message: String((error as Error).message) } };
  }
}
