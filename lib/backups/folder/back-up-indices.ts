import { statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import type { BackupPlan, Check, IndexBackupPlan, SkippedIndex } from '../../contract/plans.ts';
import type { BackupResult } from '../../contract/results.ts';
import type { Cluster } from '../../elasticsearch/cluster.ts';
import { listIndices } from '../../elasticsearch/list-indices.ts';
import { readSourceModes, type SourceMode } from '../../elasticsearch/source-mode.ts';
import { AppError, isAppError, toFailure } from '../../errors.ts';
import { formatBytes } from '../../format.ts';
import { backUpIndex, type BackupOptions, type IndexProgress } from './back-up-index.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { keptBackups, nameOfPlan } from './kept-backups.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';

export type { BackupOptions } from './back-up-index.ts';

export interface BackupWish {
  indices?: readonly string[];
  aliases?: readonly string[];
  /** Every alias; also where nothing is named. */
  all?: boolean;
  /** The backup directory. */
  directory: string;
}

/** Says that there is something to go on from; what it is the files tell (kept-backups.ts). */
export interface BackupCheckpoint {
  finished: number;
}

const DEFAULT_PARALLEL = 2;

/** Throws `not_found` for a name that isn't there; what can't be backed up now is in `skipped`, with its reason. */
export async function planBackup(cluster: Cluster, wish: BackupWish, signal?: AbortSignal): Promise<BackupPlan> {
  const [identity, listed] = [await cluster.identity(signal), await listIndices(cluster, signal)];
  const { takenAt } = listed;
  const chosen = chooseIndices(listed, wish);
  const readable = chosen.filter(({ index }) => whyNot(index, undefined) === null);
  const modes = await readSourceModes(
    cluster,
    readable.map(({ index }) => index.name),
    signal,
  );
  const skipped: SkippedIndex[] =
    wish.all || namesNothing(wish)
      ? (listed.onDotIndices ?? []).map(({ alias, index }) => leftAlone(alias, index))
      : [];
  const planned: IndexBackupPlan[] = [];
  for (const { index, group } of chosen) {
    const reason = whyNot(index, modes.get(index.name));
    if (reason) skipped.push(reason);
    else
      planned.push({
        index: index.name,
        uuid: index.uuid,
        group,
        documents: index.documents,
        primaryBytes: index.primaryBytes,
        shards: index.shards,
        aliases: index.aliases.map(({ alias }) => alias),
        warnings: warningsOf(index, modes.get(index.name)),
      });
  }
  const primaryBytes = sumOrNull(planned.map((index) => index.primaryBytes));
  const directory = resolve(wish.directory);
  return {
    kind: 'backup',
    cluster: identity,
    plannedAt: takenAt,
    directory,
    indices: planned,
    skipped,
    documents: sumOrNull(planned.map((index) => index.documents)),
    primaryBytes,
    checks: [...indexChecks(planned, skipped), await roomCheck(directory, primaryBytes)],
    requests: planned.flatMap(({ index }) => [
      { method: 'POST', path: `/${encodeURIComponent(index)}/_pit?keep_alive=5m`, note: 'one moment, for every page' },
      {
        method: 'POST',
        path: '/_search?allow_partial_search_results=false',
        body: '{"size":1000,"pit":{"id":"…","keep_alive":"5m"},"sort":[{"_shard_doc":"asc"}],"version":true,"track_total_hits":false}',
        note: 'page after page, with search_after',
      },
      { method: 'DELETE', path: '/_pit', body: '{"id":"…"}' },
    ]),
    fingerprint: fingerprintOf({
      kind: 'backup',
      cluster: identity.uuid,
      directory,
      indices: planned.map(({ index, uuid, group }) => ({ index, uuid, group })),
    }),
  };
}

interface Chosen {
  index: IndexSummary;
  group: string;
}

const namesNothing = (wish: BackupWish): boolean =>
  (wish.indices?.length ?? 0) === 0 && (wish.aliases?.length ?? 0) === 0;

const leftAlone = (alias: string, index: string): SkippedIndex => ({
  index,
  code: 'unsupported',
  message: `${alias} points to ${index}. Indices whose names start with a dot are the cluster’s own, and are left alone.`,
  hint: 'A snapshot takes it.',
});

function chooseIndices({ indices, onDotIndices = [] }: ClusterIndices, wish: BackupWish): Chosen[] {
  const behind = new Map<string, IndexSummary[]>();
  for (const index of indices)
    for (const { alias } of index.aliases) behind.set(alias, [...(behind.get(alias) ?? []), index]);
  const aliases = wish.all || namesNothing(wish) ? [...behind.keys()] : (wish.aliases ?? []);
  const chosen = new Map<string, Chosen>();
  for (const alias of aliases) {
    const targets = behind.get(alias);
    const dotted = onDotIndices.find((left) => left.alias === alias);
    if (!targets && dotted)
      throw new AppError('unsupported', leftAlone(alias, dotted.index).message, { hint: 'A snapshot takes it.' });
    if (!targets)
      throw new AppError('not_found', `There is no alias ${alias}.`, {
        hint: indices.some(({ name }) => name === alias)
          ? `${alias} is an index: name it with --index.`
          : 'Look at the alias map for the names there are.',
      });
    for (const index of targets) chosen.set(index.name, { index, group: groupOf(index, behind) });
  }
  for (const name of wish.indices ?? []) {
    const index = indices.find((candidate) => candidate.name === name);
    if (!index)
      throw new AppError('not_found', `There is no index ${name}.`, {
        hint: behind.has(name)
          ? `${name} is an alias: name it with --alias.`
          : name.startsWith('.')
            ? 'Indices whose names start with a dot are the cluster’s own, and are left alone; a snapshot takes them.'
            : 'Look at the list of indices for the names there are.',
      });
    chosen.set(name, { index, group: groupOf(index, behind) });
  }
  return [...chosen.values()];
}

/** Filed under the alias that is the index's own, and no other's; an alias on several indices is nobody's own. Hidden folders are not listed. */
function groupOf(index: IndexSummary, behind: ReadonlyMap<string, readonly IndexSummary[]>): string {
  const own = index.aliases
    .map(({ alias }) => alias)
    .filter((alias) => behind.get(alias)?.length === 1 && !alias.startsWith('.'));
  return own.find((alias) => index.name.startsWith(`${alias}-`)) ?? own[0] ?? index.name;
}

function whyNot(index: IndexSummary, mode: SourceMode | undefined): SkippedIndex | null {
  if (index.state === 'closed')
    return {
      index: index.name,
      code: 'refused',
      message: `${index.name} is closed.`,
      hint: 'Open it first; opening changes nothing in it.',
    };
  if (index.health === 'red')
    return {
      index: index.name,
      code: 'refused',
      message: `${index.name} is red: part of its documents can’t be read.`,
      hint: 'A backup of it would miss documents. Bring its shards back first, or restore an older backup.',
    };
  const lock = index.blocks.find((block) => block === 'metadata' || block === 'read');
  if (lock)
    return {
      index: index.name,
      code: 'blocked',
      message: `${index.name} is under a ${lock} block: ${lock === 'read' ? 'its documents' : 'its settings and mappings'} can’t be read.`,
      hint: `Find out who set it and why, then take it off: PUT /${index.name}/_settings {"index.blocks.${lock}": null}.`,
    };
  if (mode === 'disabled')
    return {
      index: index.name,
      code: 'unsupported',
      message: `${index.name} doesn’t keep its documents’ sources (\`_source\` is disabled).`,
      hint: 'Take a snapshot of it instead.',
    };
  return null;
}

function warningsOf(index: IndexSummary, mode: SourceMode | undefined): string[] {
  const warnings: string[] = [];
  if (index.loading)
    warnings.push(
      'A restore began to fill the index and never came to its end, or left documents out: the backup will miss them too.',
    );
  if (mode === 'synthetic')
    warnings.push(
      'The sources are synthetic: the server makes them up from the fields, so order and spelling may differ from what was indexed.',
    );
  if (mode === 'filtered')
    warnings.push(
      'The mapping leaves parts of the source out (`_source.includes` or `excludes`): what was left out when a document was indexed is not in the backup.',
    );
  if (mode === 'vectors-apart')
    warnings.push(
      'The server keeps vectors apart from the documents (index.mapping.exclude_source_vectors) and puts them back in rounded and in another place: the backup has them as the server gives them, not as they were sent.',
    );
  return warnings;
}

function indexChecks(planned: readonly IndexBackupPlan[], skipped: readonly SkippedIndex[]): Check[] {
  const checks: Check[] = skipped.map(({ index, message, hint }) => ({
    id: `skipped-${index}`,
    level: planned.length === 0 ? ('refuse' as const) : ('warn' as const),
    title: `${index} is left out`,
    detail: message,
    ...(hint ? { hint } : {}),
  }));
  for (const { index, warnings } of planned)
    for (const warning of warnings)
      checks.push({ id: `source-${index}`, level: 'warn', title: index, detail: warning });
  if (planned.length === 0 && skipped.length === 0)
    checks.push({
      id: 'nothing',
      level: 'refuse',
      title: 'Nothing to back up',
      detail: 'The cluster has no alias.',
      hint: 'Name indices instead.',
    });
  return checks;
}

/** A zip is smaller than the index as a rule, so less room than the index takes is a warning, not a refusal. */
async function roomCheck(directory: string, primaryBytes: number | null): Promise<Check> {
  const existing = await firstExisting(directory);
  const { bavail, bsize } = await statfs(existing).catch(() => ({ bavail: 0, bsize: 0 }));
  const free = bavail * bsize;
  const detail = `${formatBytes(free)} free in ${directory}; the indices take ${primaryBytes === null ? 'an unknown amount' : formatBytes(primaryBytes)} in the cluster, a backup usually less.`;
  return primaryBytes !== null && free < primaryBytes
    ? {
        id: 'room',
        level: 'warn',
        title: 'Room for the files is short',
        detail,
        hint: 'Free space first: a disk that fills up ends the backup with nothing kept.',
      }
    : { id: 'room', level: 'ok', title: 'Room for the files', detail };
}

async function firstExisting(directory: string): Promise<string> {
  for (let at = directory; ; at = resolve(at, '..')) {
    const there = await statfs(at).then(
      () => true,
      () => false,
    );
    if (there || at === resolve(at, '..')) return at;
  }
}

/** Several at a time; one that fails doesn't stop the others. Throws the failure where every one failed. */
export async function runBackup(
  cluster: Cluster,
  plan: BackupPlan,
  options: BackupOptions,
  run: Run<BackupCheckpoint>,
): Promise<BackupResult> {
  const began = performance.now();
  const backups = await keptBackups(plan);
  for (const { index, documents, id } of backups)
    run.log(`${index}: ${documents} documents were backed up before, in ${id}.`);
  const failures: { failure: SkippedIndex; error: unknown }[] = [];
  const waiting = plan.indices.filter(({ index }) => !backups.some((done) => done.index === index));
  const current = new Map<string, IndexProgress>();
  const meter = new Meter();
  const report = (subject: string) => {
    const running = [...current.values()];
    const finished = backups.reduce((sum, backup) => sum + backup.documents, 0);
    run.report(
      meter.progress({
        phase: 'Reading documents',
        subject:
          plan.indices.length === 1
            ? subject
            : `${backups.length} of ${plan.indices.length} indices done, now ${[...current.keys()].join(', ')}`,
        done: finished + running.reduce((sum, index) => sum + index.documents, 0),
        total: plan.documents,
        unit: 'documents',
        bytes:
          backups.reduce((sum, backup) => sum + backup.fileBytes, 0) +
          running.reduce((sum, index) => sum + index.fileBytes, 0),
        pausedBecause: running.find((index) => index.waitingFor !== null)?.waitingFor ?? null,
      }),
    );
  };
  const worker = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const index = next;
      run.signal.throwIfAborted();
      run.log(`Backing up ${index.index}.`);
      try {
        const done = await backUpIndex(cluster, plan.directory, index, {
          signal: run.signal,
          plan: nameOfPlan(plan),
          options,
          log: (sentence) => run.log(sentence),
          report: (progress) => {
            current.set(index.index, progress);
            report(index.index);
          },
        });
        backups.push(done);
        run.saveCheckpoint({ finished: backups.length });
        run.log(`${index.index}: ${done.documents} documents in ${done.id}.`);
      } catch (error) {
        if (run.signal.aborted) throw error;
        const { code, message, hint } = toFailure(error);
        failures.push({ failure: { index: index.index, code, message, ...(hint ? { hint } : {}) }, error });
        run.log(`${index.index} failed: ${message}`);
      } finally {
        current.delete(index.index);
      }
    }
  };
  await everyWorker(Array.from({ length: options.parallel ?? DEFAULT_PARALLEL }, worker), run.signal);
  if (backups.length === 0 && failures.length > 0) throw failures[0]!.error;
  backups.sort((a, b) => (a.index < b.index ? -1 : 1));
  return {
    kind: 'backup',
    status: failures.length + plan.skipped.length === 0 ? 'done' : 'partial',
    backups,
    failures: [...plan.skipped, ...failures.map(({ failure }) => failure)],
    documents: backups.reduce((sum, backup) => sum + backup.documents, 0),
    bytes: backups.reduce((sum, backup) => sum + backup.bytes, 0),
    seconds: (performance.now() - began) / 1000,
  };
}

/** Waits for all of them, so that each has cleaned up behind itself, before the first failure goes on. */
async function everyWorker(workers: Promise<void>[], signal: AbortSignal): Promise<void> {
  const ends = await Promise.allSettled(workers);
  const failed = ends.find((end) => end.status === 'rejected');
  if (signal.aborted)
    throw new AppError('cancelled', 'The backup was cancelled; nothing of the index under way was kept.');
  if (failed) throw isAppError(failed.reason) ? failed.reason : (failed.reason as Error);
}

const sumOrNull = (values: readonly (number | null)[]): number | null =>
  values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value), 0);
