import type { DatabaseSync } from 'node:sqlite';
import type { PreparedFile } from './prepared-captures.ts';
import { formatNanoseconds, SECOND } from '../nanoseconds.ts';

/** A time without a record. Times in ISO 8601. */
interface CaptureGap {
  from: string;
  to: string;
  /** Requests that other servers captured meanwhile: this server's are lost. */
  others: number;
}

export interface Coverage {
  servers: ServerCoverage[];
  /** No server captured anything: quiet, or lost. The files can't tell. */
  quiet: { from: string; to: string }[];
}

/** What one server's files cover. */
interface ServerCoverage {
  server: string;
  /** null: its files have no record. */
  firstAt: string | null;
  lastAt: string | null;
  requests: number;
  gaps: CaptureGap[];
}

/** A silence is a gap from here on, where records are dense. */
const LEAST_GAP = 300n * SECOND;
/** A gap is so many times the mean time between two records. */
const TIMES = 10n;
const MOST_GAPS = 50;

interface Server {
  name: string;
  first: bigint | null;
  last: bigint | null;
  requests: number;
  /** Pauses of at least `LEAST_GAP`, with the number of all requests before and after. */
  pauses: { from: bigint; to: bigint; before: number; after: number; own: number }[];
  before: number;
}

/** The servers' gaps from `from` to `to`, or to the last record of all. */
export function coverage(
  database: DatabaseSync,
  files: readonly PreparedFile[],
  from: bigint,
  to: bigint | null,
): Coverage {
  const servers = new Map<string, Server>();
  for (const { server } of files) if (!servers.has(server)) servers.set(server, newServer(server));
  const all = newServer('');
  const until = readRecords(database, files, { servers, all }, from, to);
  return {
    servers: [...servers.values()].map((server) => coverageOf(server, from, until)),
    quiet: longPauses(all).map((pause) => ({ from: formatNanoseconds(pause.from), to: formatNanoseconds(pause.to) })),
  };
}

const newServer = (name: string): Server => ({ name, first: null, last: null, requests: 0, pauses: [], before: 0 });

/** Returns the time of the last record. */
function readRecords(
  database: DatabaseSync,
  files: readonly PreparedFile[],
  { all: every, servers }: { all: Server; servers: ReadonlyMap<string, Server> },
  from: bigint,
  to: bigint | null,
): { at: bigint; requests: number } {
  const ofFile = files.map(({ server }) => servers.get(server)!);
  const statement = database.prepare('SELECT at, file FROM request WHERE at >= ? ORDER BY at');
  statement.setReadBigInts(true);
  let all = 0;
  let last = from;
  for (const row of statement.iterate(from)) {
    const at = row['at'] as bigint;
    if (to !== null && at > to) break;
    const server = ofFile[Number(row['file'])]!;
    all++;
    last = at;
    addPause(server, server.last ?? from, at, all - 1);
    if (every.last !== null) addPause(every, every.last, at, all);
    for (const each of [server, every]) {
      each.first ??= at;
      each.last = at;
      each.requests++;
    }
    server.before = all;
  }
  return { at: last, requests: all };
}

function addPause(server: Server, from: bigint, to: bigint, all: number): void {
  if (to - from >= LEAST_GAP) server.pauses.push({ from, to, before: server.before, after: all, own: server.requests });
}

function coverageOf(server: Server, from: bigint, until: { at: bigint; requests: number }): ServerCoverage {
  const { first, last, name, requests } = server;
  addPause(server, last ?? from, until.at, until.requests);
  return {
    server: name,
    firstAt: first === null ? null : formatNanoseconds(first),
    lastAt: last === null ? null : formatNanoseconds(last),
    requests,
    gaps: longPauses(server)
      .map((pause) => ({
        from: formatNanoseconds(pause.from),
        to: formatNanoseconds(pause.to),
        others: pause.after - pause.before,
      }))
      .filter(({ others }) => others > 0),
  };
}

function longPauses({ first, last, pauses, requests }: Server): Server['pauses'] {
  const mean = first === null || last === null || requests < 2 ? 0n : (last - first) / BigInt(requests - 1);
  const threshold = mean * TIMES > LEAST_GAP ? mean * TIMES : LEAST_GAP;
  return pauses.filter((pause) => pause.to - pause.from >= threshold).slice(0, MOST_GAPS);
}
