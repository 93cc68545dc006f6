/**
 * A separate process for the file operations on one directory, so that a directory that hangs (a network share) blocks this
 * process only. Its parent communicates over descriptor 3 and can abandon it at any moment.
 */
import { Socket, type OnReadOpts } from 'node:net';
import { BufferPool } from './buffer-pool.ts';
import { FrameReader, sendFrame, type Frame } from './frames.ts';
import { withFolder } from './with-folder.ts';
import { codeOf } from './file-error.ts';
import { FileOperations } from './operations.ts';
import { MAX_BYTES, type FileReply, type FileRequest } from './protocol.ts';

const CHANNEL = 3;
const EMPTY = Buffer.alloc(0);
const EMPTY_REPLY: FileReply = { result: {} };

// Signals to the whole process group are ignored: the parent still needs this process to clean up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

/** After the parent has ended. Not by `process.exit`, which waits for threads that hang. */
const exit = () => process.kill(process.pid, 'SIGKILL');

const operations = new FileOperations(process.argv[2]!, withFolder);
const pool = new BufferPool(MAX_BYTES, 4);
const reader = new FrameReader(
  (_, bytes) => {
    if (bytes > MAX_BYTES) exit();
    return bytes === 0 ? null : pool.take(bytes);
  },
  (frame) => {
    void handle(frame);
  },
);
/** One buffer for all incoming data. */
const onRead: OnReadOpts = {
  buffer: new Uint8Array(256 * 1024),
  callback: (bytes, buffer) => {
    reader.take(Buffer.from(buffer.buffer, 0, bytes));
    return true;
  },
};
const channel = new Socket({ fd: CHANNEL, readable: true, writable: true, onread: onRead });
channel.on('end', exit).on('close', exit).on('error', exit);

async function handle({ id, head, body }: Frame): Promise<void> {
  const request = head as FileRequest;
  const bytes = request.op === 'read' ? pool.take(Math.min(request.bytes, MAX_BYTES)) : body;
  const reply = await perform(request, bytes);
  const read = Buffer.isBuffer(reply) ? reply : EMPTY;
  sendFrame(channel, { id, head: Buffer.isBuffer(reply) ? EMPTY_REPLY : reply, body: read }, () => pool.release(bytes));
}

async function perform(request: FileRequest, bytes: Buffer): Promise<FileReply | Buffer> {
  try {
    const operation = operations[request.op].bind(operations) as (one: FileRequest, bytes: Buffer) => Promise<object>;
    const result = await operation(request, bytes);
    return Buffer.isBuffer(result) ? result : { result };
  } catch (error) {
    return { failure: { code: codeOf(error) ?? 'EUNKNOWN', message: String((error as Error).message) } };
  }
}
