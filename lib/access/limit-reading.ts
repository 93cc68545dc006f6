import { readFileSync, readlinkSync } from 'node:fs';
import type { Socket } from 'node:net';
import { log } from '../log.ts';

const LOOK_EVERY_MS = 10_000;
/**
 * Below 1 kB/s nobody waits for a download. Over two minutes, because a reader that holds back, as a proxy does for a slow
 * line, takes hundreds of kilobytes at a time: its system opens a full window only when much of it is free.
 */
const WINDOW_MS = 120_000;
const LEAST_IN_WINDOW_BYTES = 120 * 1000;

/** Bytes that a reader had taken. */
interface Look {
  at: number;
  taken: number;
}

/** The looks since a reader was last waited for, at most those of a window. */
const readings = new Map<Socket, Look[]>();
const MOST_LOOKS = WINDOW_MS / LOOK_EVERY_MS + 2;
let timer: NodeJS.Timeout | undefined;

/**
 * Whoever is sent something and does not take it is cut off, whatever it is: a download holds a file, a page memory. What we
 * are slow with ourselves counts for nobody.
 */
export function limitReading(socket: Socket): void {
  if (readings.has(socket)) return;
  readings.set(socket, []);
  socket.once('close', () => readings.delete(socket));
  timer ??= setInterval(look, LOOK_EVERY_MS).unref();
}

function look(): void {
  const now = performance.now();
  const waiting = [...readings].filter(([socket, looks]) => {
    const waits = unsent(socket) > 0;
    if (!waits) looks.length = 0;
    return waits;
  });
  if (waiting.length === 0) return;
  const queues = kernelQueues();
  for (const [socket, looks] of waiting) {
    const sent = socket.bytesWritten - unsent(socket);
    looks.push({ at: now, taken: sent - (queues.get(inodeOf(socket)) ?? 0) });
    if (looks.length > MOST_LOOKS) looks.shift();
    if (isTooSlow(looks)) cutOff(socket);
  }
}

/** By what was taken at each look so far, the newest last. Pure. */
export function isTooSlow(looks: readonly Look[]): boolean {
  const newest = looks.at(-1)!;
  const before = looks.findLast(({ at }) => newest.at - at >= WINDOW_MS);
  return before !== undefined && newest.taken - before.taken < LEAST_IN_WINDOW_BYTES;
}

function cutOff(socket: Socket): void {
  log().warn({ address: socket.remoteAddress }, 'Somebody who did not take what was sent to them was cut off.');
  readings.delete(socket);
  // Not closed in order: the operating system would go on trying to hand over what it has.
  socket.resetAndDestroy();
}

interface Handle {
  fd?: number;
  writeQueueSize?: number;
}
const handleOf = (socket: Socket): Handle | null => (socket as Socket & { _handle?: Handle | null })._handle ?? null;

/** What the operating system has not taken from us yet. */
const unsent = (socket: Socket): number => socket.writableLength + (handleOf(socket)?.writeQueueSize ?? 0);

/** The operating system buffers megabytes: what of them the reader has not acknowledged, by the socket's inode. Linux only. */
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
