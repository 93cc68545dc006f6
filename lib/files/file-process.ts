/**
 * A process of its own for the file work on one directory: a directory that hangs (a network share) holds this process, and
 * nothing else. Its parent speaks with it over descriptor 3, and can leave it behind at any moment.
 */
import { Socket } from 'node:net';
import { FrameReader, sendFrame, type Frame } from './frames.ts';
import { codeOf, inside } from './inside.ts';
import { FileOperations } from './operations.ts';
import { MOST_BYTES, type FileReply, type FileRequest } from './protocol.ts';

const CHANNEL = 3;

// Whoever stops the parent by a signal to all of its group: the parent still has to tidy up.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

const operations = new FileOperations(process.argv[2]!, inside);
const channel = new Socket({ fd: CHANNEL, readable: true, writable: true });
/** The parent is gone. Not by `process.exit`, which waits for every thread that hangs. */
const leave = () => process.kill(process.pid, 'SIGKILL');
channel.on('end', leave).on('close', leave).on('error', leave);

const reader = new FrameReader(
  (_, bytes) => {
    if (bytes > MOST_BYTES) leave();
    return null;
  },
  (frame) => {
    void answer(frame);
  },
);
channel.on('data', (chunk) => reader.take(chunk));

async function answer({ id, head, body }: Frame): Promise<void> {
  const reply = await carryOut(head as FileRequest, body);
  if (Buffer.isBuffer(reply)) sendFrame(channel, { id, head: { answer: {} } satisfies FileReply, body: reply });
  else sendFrame(channel, { id, head: reply, body: Buffer.alloc(0) });
}

async function carryOut(request: FileRequest, body: Buffer): Promise<FileReply | Buffer> {
  try {
    const perform = operations[request.op].bind(operations) as (one: FileRequest, body: Buffer) => Promise<object>;
    const answered = await perform(request, body);
    return Buffer.isBuffer(answered) ? answered : { answer: answered };
  } catch (error) {
    return { failure: { code: codeOf(error) ?? 'EUNKNOWN', message: String((error as Error).message) } };
  }
}
