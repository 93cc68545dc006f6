import { at, type ByName } from '../contract/by-name.ts';
import type { SnapshotIndexRow, SnapshotPage } from '../contract/snapshot-page.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { PlannedRequest } from '../contract/plan.ts';
import type { ShardMark } from '../contract/shard-marks.ts';
import type { SnapshotPlan, SnapshotResult } from '../kinds/snapshot/schema.ts';
import type { BackupMarks } from '../known-backups/backup-marks.ts';
import { statedAliases } from '../known-backups/snapshot-summary.ts';

const MOST_INDICES = 500;
const MOST_FAILURES = 100;

/** A snapshot as the repository has it. */
interface InRepository {
  name: string;
  uuid: string;
  state: string;
  indices: readonly string[];
  startedAt: string | null;
  endedAt: string | null;
  version: string | null;
  shards: { total: number; failed: number } | null;
  failures: readonly { index: string; shard: number; reason: string }[];
  reason: string | null;
  includesGlobalState: boolean | null;
  indexSizes: ByName<{ shards: number; bytes: number }> | null;
}

interface Known {
  repository: { name: string; readOnly: boolean };
  snapshot: InRepository;
  stated: {
    tool: string | null;
    by: string | null;
    why: string | null;
    aliases: readonly { alias: string; index: string }[];
  };
  readable: SnapshotPage['readable'];
  /** The job of this installation that took it; null: another tool or installation did. */
  taken: { job: string; plan: SnapshotPlan; result: SnapshotResult } | null;
  path: string;
  readAt: string;
  /** Default: none are known. */
  marks?: BackupMarks;
}

/** Everything that is known of one snapshot: from its repository, from its metadata, and from the job that took it. Pure. */
export function snapshotPageOf({
  repository,
  snapshot,
  stated,
  readable,
  taken,
  path,
  readAt,
  marks,
}: Known): SnapshotPage {
  const { indices, failures, shards, startedAt, endedAt, state } = snapshot;
  const aliases = statedAliases(taken, stated.aliases);
  const rowOf = (index: string) => indexRow(index, { snapshot, readable, taken, aliases, marks });
  return {
    readAt,
    repository: repository.name,
    name: snapshot.name,
    uuid: snapshot.uuid,
    state,
    readOnly: repository.readOnly,
    ofThisCluster: taken !== null || !repository.readOnly,
    startedAt,
    endedAt,
    seconds: startedAt === null || endedAt === null ? null : (Date.parse(endedAt) - Date.parse(startedAt)) / 1000,
    tool: stated.tool,
    by: taken?.plan.by ?? stated.by,
    why: taken?.plan.why ?? stated.why,
    job: taken?.job ?? null,
    version: snapshot.version,
    readable,
    proof: taken?.result.proof ?? null,
    bytes: taken?.result.bytes ?? bytesOf(snapshot),
    addedBytes: taken?.result.addedBytes ?? null,
    shards,
    reason: snapshot.reason,
    failures: failures.slice(0, MOST_FAILURES),
    moreFailures: Math.max(0, failures.length - MOST_FAILURES),
    skipped: taken?.result.skipped.map(({ index, message }) => ({ index, message })) ?? [],
    includesGlobalState: snapshot.includesGlobalState,
    pinned: marks?.pinOfSnapshot(snapshot) ?? null,
    indices: [...indices].sort().slice(0, MOST_INDICES).map(rowOf),
    moreIndices: Math.max(0, indices.length - MOST_INDICES),
    requests: requestsOf(path, taken),
  };
}

/** null: not every index has a known size. */
function bytesOf({ indices, indexSizes }: InRepository): number | null {
  if (indexSizes === null) return null;
  const sizes = indices.map((index) => at(indexSizes, index)?.bytes);
  return sizes.every((bytes) => bytes !== undefined) ? sizes.reduce<number>((sum, bytes) => sum + bytes!, 0) : null;
}

interface IndexContext {
  snapshot: InRepository;
  readable: SnapshotPage['readable'];
  taken: Known['taken'];
  aliases: ReadonlyMap<string, readonly string[]> | null;
  marks: BackupMarks | undefined;
}

function indexRow(index: string, { snapshot, readable, taken, aliases, marks }: IndexContext): SnapshotIndexRow {
  const proven = taken?.result.indices.find((each) => each.index === index);
  const planned = taken?.plan.indices.find((each) => each.index === index);
  const size = at(snapshot.indexSizes, index);
  const missing = snapshot.failures.filter((failure) => failure.index === index).length;
  return {
    index,
    aliases: aliases && (aliases.get(index) ?? []).filter((alias) => !isOwnAlias(alias)),
    documents: proven === undefined ? null : documentsOf(proven.before, proven.after),
    proof: proven?.proof ?? null,
    why: proven?.why ?? null,
    hasDigest: proven !== undefined && proven.digest !== null,
    shards: size?.shards ?? planned?.shards ?? null,
    bytes: size?.bytes ?? null,
    missing,
    drill: marks?.drillOfIndex(snapshot, index) ?? null,
    blocked: whyBlocked(snapshot.state, missing, readable),
  };
}

const sumOf = (marks: readonly ShardMark[]): number => marks.reduce((sum, { documents }) => sum + documents, 0);

function documentsOf(before: readonly ShardMark[] | null, after: readonly ShardMark[] | null) {
  if (before === null || after === null) return null;
  const [first, last] = [sumOf(before), sumOf(after)];
  return { from: Math.min(first, last), to: Math.max(first, last) };
}

function whyBlocked(state: string, missing: number, readable: SnapshotPage['readable']): string | null {
  if (state === 'IN_PROGRESS') return 'It is being taken now.';
  if (state === 'FAILED') return 'The snapshot failed: it holds nothing that can be restored.';
  if (missing > 0) return 'Some of its shards are missing in this snapshot: a server does not restore it.';
  return readable.state === 'too-new' || readable.state === 'too-old' ? readable.sentence : null;
}

function requestsOf(path: string, taken: Known['taken']): PlannedRequest[] {
  return [
    { method: 'GET', path, note: 'What is shown on this page' },
    ...(taken === null ? [] : taken.plan.requests.map((request) => ({ ...request, note: 'How it was taken' }))),
    { method: 'DELETE', path, note: 'Deletes it; what other snapshots share with it is kept' },
  ];
}
