import type { DatabaseSync } from 'node:sqlite';
import { formatNanoseconds, SECOND } from '../nanoseconds.ts';
import type { PreparedFile } from './prepared-captures.ts';

/** A time without a record. Times in ISO 8601. */
interface CaptureGap {
  from: string;
  to: string;
  /** Requests that other servers captured in the middle of it: those of this server are lost. */
  others: number;
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

export interface Coverage {
  servers: ServerCoverage[];
  /** No server captured anything: quiet, or lost. The files can't tell. */
  quiet: { from: string; to: string }[];
}

/** A silence is a gap from here on, where records are dense. */
const LEAST_GAP = 300n * SECOND;
/** A gap is so many times the mean time between two records. */
const TIMES = 10n;
const MOST_GAPS = 50;
/** Of a gap at both ends, in which another server's request is no proof: it is one part in so many. */
const MARGIN = 10n;

interface Pause {
  from: bigint;
  to: bigint;
}

/** Requests of one server, or of all. */
class Stream {
  first: bigint | null = null;
  last: bigint | null = null;
  requests = 0;
  private readonly pauses: Pause[] = [];

  add(at: bigint): void {
    if (this.last !== null) this.addPause(this.last, at);
    this.first ??= at;
    this.last = at;
    this.requests++;
  }

  addPause(from: bigint, to: bigint): void {
    if (to - from >= LEAST_GAP) this.pauses.push({ from, to });
  }

  longPauses(): Pause[] {
    const { first, last, requests } = this;
    const mean = first === null || last === null || requests < 2 ? 0n : (last - first) / BigInt(requests - 1);
    const threshold = mean * TIMES > LEAST_GAP ? mean * TIMES : LEAST_GAP;
    return this.pauses.filter(({ from, to }) => to - from >= threshold).slice(0, MOST_GAPS);
  }
}

/** The servers' gaps from `from` to `to`, or to the last record of all. */
export function coverage(
  database: DatabaseSync,
  files: readonly PreparedFile[],
  from: bigint,
  to: bigint | null,
): Coverage {
  const servers = new Map(files.map(({ server }) => [server, new Stream()]));
  const all = new Stream();
  const statement = database.prepare('SELECT at, file FROM request WHERE at >= ? ORDER BY at');
  statement.setReadBigInts(true);
  for (const row of statement.iterate(from)) {
    const at = row['at'] as bigint;
    if (to !== null && at > to) break;
    all.add(at);
    servers.get(files[Number(row['file'])]!.server)!.add(at);
  }
  const [begin, end] = [all.first, all.last];
  return {
    servers: [...servers].map(([server, stream]) => {
      if (begin !== null && end !== null) {
        stream.addPause(begin, stream.first ?? end);
        if (stream.last !== null) stream.addPause(stream.last, end);
      }
      return coverageOf(database, files, server, stream);
    }),
    quiet: all.longPauses().map(formatPause),
  };
}

const formatPause = ({ from, to }: Pause) => ({ from: formatNanoseconds(from), to: formatNanoseconds(to) });

function coverageOf(
  database: DatabaseSync,
  files: readonly PreparedFile[],
  server: string,
  stream: Stream,
): ServerCoverage {
  const own = files.flatMap((file, number) => (file.server === server ? [number] : []));
  const statement = database.prepare(
    'SELECT count(*) AS others FROM request WHERE at > ? AND at < ? AND file NOT IN (SELECT value FROM json_each(?))',
  );
  const others = ({ from, to }: Pause): number => {
    const margin = (to - from) / MARGIN;
    return Number(statement.get(from + margin, to - margin, JSON.stringify(own))?.['others'] ?? 0);
  };
  return {
    server,
    firstAt: stream.first === null ? null : formatNanoseconds(stream.first),
    lastAt: stream.last === null ? null : formatNanoseconds(stream.last),
    requests: stream.requests,
    gaps: stream
      .longPauses()
      .map((pause) => ({ ...formatPause(pause), others: others(pause) }))
      .filter((gap) => gap.others > 0)
      .sort((left, right) => (left.from < right.from ? -1 : 1)),
  };
}
