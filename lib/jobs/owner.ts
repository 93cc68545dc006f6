import { readFileSync, readlinkSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { hostname } from 'node:os';

/** A process that runs a job: its number alone is given out again, so its start time stands beside it. */
export interface Owner {
  pid: number;
  started: string;
  /** Where the number means something: host and process namespace. */
  space: string;
  kind: 'server' | 'command line';
}

/** A job of a process we can't see (another container) counts as dead after this long without a beat. */
const SILENCE_MS = 20_000;

const read = (action: () => string): string | null => {
  try {
    return action().trim();
  } catch {
    return null;
  }
};

/** null: no such process. On Linux the clock ticks since boot, with the boot's own id; elsewhere what `ps` says. */
function startOf(pid: number): string | null {
  const stat = read(() => readFileSync(`/proc/${pid}/stat`, 'utf8'));
  // The command's name stands in parentheses and may hold spaces; state is the first field after it, start time the twentieth.
  if (stat !== null) {
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie is dead: only its parent has not looked yet.
    return fields[0] === 'Z' || fields[0] === 'X'
      ? null
      : `${read(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')) ?? ''}:${fields[19] ?? ''}`;
  }
  if (process.platform === 'linux') return null;
  const ps = spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8', timeout: 2000 });
  return ps.status === 0 ? ps.stdout.trim() || null : null;
}

const space = (): string => `${hostname()}:${read(() => readlinkSync('/proc/self/ns/pid')) ?? ''}`;

export const thisProcess = (kind: Owner['kind']): Owner => ({
  pid: process.pid,
  started: startOf(process.pid) ?? '',
  space: space(),
  kind,
});

/** Whether the process that owns a job still lives. */
export function isAlive(owner: Owner, beatAt: string): boolean {
  return owner.space === space() ? startOf(owner.pid) === owner.started : isHeard(owner, beatAt);
}

/** The last sign of life of each process that we can't see, and when we first saw that one. */
const heard = new Map<string, { beatAt: string; since: number }>();
const MOST_HEARD = 1000;

/**
 * A process that we can't see has been silent for as long as we have seen no new sign of life, by a clock that is never
 * set: a jump of the machine's own would bury the living. Only at the first look that one is all there is.
 */
function isHeard({ pid, space: where, started }: Owner, beatAt: string): boolean {
  const key = `${where} ${pid} ${started}`;
  const known = heard.get(key);
  if (known?.beatAt === beatAt) return performance.now() - known.since < SILENCE_MS;
  heard.delete(key);
  const ageMs = known ? 0 : Math.max(0, Date.now() - Date.parse(beatAt));
  heard.set(key, { beatAt, since: performance.now() - ageMs });
  if (heard.size > MOST_HEARD) heard.delete(heard.keys().next().value!);
  return ageMs < SILENCE_MS;
}

export const sameOwner = (one: Owner, other: Owner): boolean =>
  one.kind === other.kind && one.pid === other.pid && one.started === other.started && one.space === other.space;
