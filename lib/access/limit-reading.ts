import { readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { log } from '../log.ts';

const SAMPLE_EVERY_MS = 10_000;
/**
 * Below 1 kB/s no download is useful. Over two minutes, because a client that buffers, as a proxy does for a slow line,
 * reads hundreds of kilobytes at a time: its system opens a full window only when much of it is free.
 */
const WINDOW_MS = 120_000;
const LEAST_IN_WINDOW_BYTES = 120 * 1000;

/** How many bytes the client had read at a time. */
interface Sample {
  at: number;
  taken: number;
}

/** The samples since data is waiting for a client, at most those of a window. */
const samplesOf = new Map<Socket, Sample[]>();
const MOST_SAMPLES = WINDOW_MS / SAMPLE_EVERY_MS + 2;
let timer: NodeJS.Timeout | undefined;

/**
 * Disconnects a client that does not read what it is sent: a download holds a file, a page memory. Time in which no data is
 * waiting for the client does not count.
 */
export function limitReading(socket: Socket): void {
  if (samplesOf.has(socket)) return;
  samplesOf.set(socket, []);
  socket.once('close', () => samplesOf.delete(socket));
  timer ??= setInterval(sampleAll, SAMPLE_EVERY_MS).unref();
}

function sampleAll(): void {
  const now = performance.now();
  const waiting = [...samplesOf].filter(([socket, samples]) => {
    const waits = unsent(socket) > 0;
    if (!waits) samples.length = 0;
    return waits;
  });
  if (waiting.length === 0) return;
  const queues = kernelQueues();
  for (const [socket, samples] of waiting) {
    const sent = socket.bytesWritten - unsent(socket);
    samples.push({ at: now, taken: sent - (queues.get(inodeOf(socket)) ?? 0) });
    if (samples.length > MOST_SAMPLES) samples.shift();
    if (isTooSlow(samples)) disconnect(socket);
  }
}

/** By the samples so far, the newest last. Pure. */
export function isTooSlow(samples: readonly Sample[]): boolean {
  const newest = samples.at(-1)!;
  const before = samples.findLast(({ at }) => newest.at - at >= WINDOW_MS);
  return before !== undefined && newest.taken - before.taken < LEAST_IN_WINDOW_BYTES;
}

function disconnect(socket: Socket): void {
  log().warn({ address: socket.remoteAddress }, 'A client that did not read its response was disconnected.');
  samplesOf.delete(socket);
  // Reset, not closed: the operating system would keep the data, and retry.
  socket.resetAndDestroy();
}

/** Private to Node, which has no public property for a socket's file descriptor; without it, only our own queue counts. */
interface Handle {
  fd?: number;
  writeQueueSize?: number;
}
const handleOf = (socket: Socket): Handle | null => (socket as Socket & { _handle?: Handle | null })._handle ?? null;

/** Bytes that the operating system has not accepted yet. */
const unsent = (socket: Socket): number => socket.writableLength + (handleOf(socket)?.writeQueueSize ?? 0);

/** Bytes that the client has not acknowledged, of the megabytes that the operating system buffers, by the socket's inode. Linux only. */
function kernelQueues(): Map<string, number> {
  const queues = new Map<string, number>();
  for (const table of ['tcp', 'tcp6']) {
    for (const line of linesOf(`/proc/self/net/${table}`).slice(1)) {
      const fields = line.trim().split(/\s+/);
      queues.set(fields[9] ?? '', Number.parseInt(fields[4]?.split(':')[0] ?? '', 16) || 0);
    }
  }
  return queues;
}

function linesOf(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function inodeOf(socket: Socket): string {
  try {
    return /\d+/.exec(readlinkSync(`/proc/self/fd/${String(handleOf(socket)?.fd)}`))?.[0] ?? 'none';
  } catch {
    return 'none';
  }
}
