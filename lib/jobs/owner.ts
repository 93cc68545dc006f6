import { processSpace as space, startTimeOf } from '../process-identity.ts';

/** A process that runs a job. Process ids are reused, so the start time is part of it. */
export interface Owner {
  pid: number;
  started: string;
  /** Host and process namespace, in which `pid` is unique. */
  space: string;
  kind: 'server' | 'command line';
}

/** A process in another namespace (another container) counts as dead after this long without a heartbeat. */
const HEARTBEAT_TIMEOUT_MS = 20_000;

export const thisProcess = (kind: Owner['kind']): Owner => ({
  pid: process.pid,
  started: startTimeOf(process.pid) ?? '',
  space: space(),
  kind,
});

/** Whether the process that owns a job is running. */
export function isAlive(owner: Owner, heartbeatAt: string): boolean {
  return owner.space === space() ? startTimeOf(owner.pid) === owner.started : hasRecentHeartbeat(owner, heartbeatAt);
}

/** The last heartbeat of each process in another namespace, and when it was first read here (monotonic clock). */
const heartbeats = new Map<string, { beatAt: string; since: number }>();
const MOST_TRACKED = 1000;

/**
 * The time since a new heartbeat is measured by the monotonic clock: a jump of the wall clock would end jobs of running
 * processes. Only the first read has to compare with the wall clock.
 */
function hasRecentHeartbeat({ pid, space: where, started }: Owner, heartbeatAt: string): boolean {
  const key = `${where} ${pid} ${started}`;
  const tracked = heartbeats.get(key);
  if (tracked?.beatAt === heartbeatAt) return performance.now() - tracked.since < HEARTBEAT_TIMEOUT_MS;
  heartbeats.delete(key);
  const ageMs = tracked ? 0 : Math.max(0, Date.now() - Date.parse(heartbeatAt));
  heartbeats.set(key, { beatAt: heartbeatAt, since: performance.now() - ageMs });
  if (heartbeats.size > MOST_TRACKED) heartbeats.delete(heartbeats.keys().next().value!);
  return ageMs < HEARTBEAT_TIMEOUT_MS;
}

export const sameOwner = (one: Owner, other: Owner): boolean =>
  one.kind === other.kind && one.pid === other.pid && one.started === other.started && one.space === other.space;
