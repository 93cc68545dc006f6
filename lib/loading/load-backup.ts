import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Buckets } from '../contract/outcome.ts';
import { ContentDigest } from '../archive/digest.ts';
import type { PairBlock } from '../archive/pairs.ts';
import type { BackupFile, BackupReader } from '../archive/read-backup.ts';
import type { Cluster } from '../elasticsearch/cluster.ts';
import { flavourOf } from '../elasticsearch/flavour.ts';
import { readStanding } from '../elasticsearch/index-admin.ts';
import type { BulkTarget } from '../elasticsearch/write-documents.ts';
import { AppError } from '../errors.ts';
import { formatCount } from '../format.ts';
import { loadDocuments, type Loaded, type SourceDocument } from './load-documents.ts';
import { loadGate, type LoadGate } from './load-gate.ts';
import { Meter } from '../running/meter.ts';
import { LOADING } from './phases.ts';
import type { RejectedFile } from './rejected-documents.ts';
import { isOurs, NOTHING, type RestoreCheckpoint, type RestoreOptions, type RestoreRun } from './checkpoint.ts';
import type { Run } from '../running/run.ts';

/** Through the loading alias, where the server can be told to take nothing else. */
export async function bulkTarget(cluster: Cluster, plan: RestorePlan, uuid: string): Promise<BulkTarget> {
  const flavour = flavourOf(await cluster.identity());
  const requireAlias = flavour.opensearch || flavour.major > 7 || (flavour.major === 7 && flavour.minor >= 10);
  const { index, loadingAlias } = plan.target;
  return {
    name: requireAlias ? loadingAlias : index,
    requireAlias,
    checkUuid: async () => {
      const now = (await readStanding(cluster, index))?.uuid;
      if (now !== uuid)
        throw new AppError(
          'index_changed',
          `${index} was ${now === undefined ? 'deleted' : 'deleted and made again'} while it was being filled.`,
          { hint: 'Somebody else did this. Find out who and why, then start the restore again.' },
        );
    },
  };
}

/** The cluster to load into, and where backups are read. */
export interface LoadPlace {
  cluster: Cluster;
  backups: BackupReader;
}

/** The file the plan was made with. `code`: what to call it if it is another one: `plan_changed` before anything was changed. */
export async function openPlannedBackup(
  { backups }: LoadPlace,
  plan: RestorePlan,
  code: 'plan_changed' | 'backup_damaged',
  signal: AbortSignal,
): Promise<BackupFile> {
  const backup = await backups.open(plan.backup.ref, signal);
  if (
    backup.fileBytes === plan.backup.fileBytes &&
    (backup.manifest === null || backup.manifest.objects.sha256 === plan.backup.sha256)
  )
    return backup;
  await backup.close();
  throw new AppError(code, 'The backup file is not the one that was planned with.', {
    hint: 'Plan again: the file is read once more.',
  });
}

/** Sends the backup's documents, from the checkpoint on, saving it as they are answered for. */
export async function loadBackup(
  place: LoadPlace,
  plan: RestorePlan,
  uuid: string,
  run: Run<RestoreCheckpoint>,
  options: RestoreOptions,
  rejected: RejectedFile,
  checkpoint: RestoreCheckpoint | null,
): Promise<Loaded & { seconds: number }> {
  const { cluster } = place;
  const began = performance.now();
  const start = {
    done: checkpoint?.done ?? 0,
    buckets: checkpoint?.buckets ?? NOTHING,
    ...(checkpoint?.notLoaded === undefined ? {} : { notLoaded: ContentDigest.fromHex(checkpoint.notLoaded) }),
  };
  // What was rejected behind the checkpoint is sent, and rejected, once more.
  await rejected.keepUpTo(start.done * 2);
  const backup = await openPlannedBackup(place, plan, 'backup_damaged', run.signal);
  const meter = new Meter();
  let gate: LoadGate | null = null;
  try {
    if (start.done > 0) run.log(`Going on behind document ${formatCount(start.done)}.`);
    const loading = loadOptions(plan, run, options, rejected, start);
    // What the gate sees says more than how a bulk fared.
    const waits: { gate: string | null; bulk: string | null } = { gate: null, bulk: null };
    let paused: string | null = null;
    let last = { buckets: start.buckets, done: start.done, bytes: 0 };
    const report = () =>
      run.report(
        meter.progress({
          ...LOADING,
          subject: plan.target.index,
          done: last.done,
          total: plan.backup.documents,
          unit: 'documents',
          bytes: last.bytes,
          totalBytes: plan.backup.objectsBytes,
          counters: { ...last.buckets },
          pausedBecause: paused,
        }),
      );
    const onPause = (who: keyof typeof waits) => (because: string | null) => {
      waits[who] = because;
      const now = waits.gate ?? waits.bulk;
      if (now === paused) return;
      if (now !== null) run.log(`Paused: ${now}.`);
      paused = now;
      report();
    };
    report();
    gate = loadGate(cluster, plan.target.index, {
      signal: run.signal,
      patienceMs: options.patienceMs,
      onPause: onPause('gate'),
    });
    const loaded = await loadDocuments(
      cluster,
      await bulkTarget(cluster, plan, uuid),
      pairsFrom(backup.pairs(run.signal), start.done),
      {
        ...loading,
        gate: gate.pass,
        onPause: onPause('bulk'),
        onProgress: ({ buckets, done, notLoaded }, bytes) => {
          last = { buckets, done, bytes };
          run.saveCheckpoint({ uuid, done, buckets: { ...buckets }, notLoaded: notLoaded.hex() });
          report();
        },
      },
    );
    if (start.done === 0) backup.checkSeal();
    if (loaded.done !== plan.backup.documents)
      throw new AppError(
        'backup_damaged',
        `The backup holds ${loaded.done} documents now; it held ${plan.backup.documents} when it was planned with.`,
      );
    run.log(
      `Loaded: ${formatCount(loaded.buckets.indexed)} indexed, ${formatCount(loaded.buckets.existing)} already there, ${formatCount(loaded.buckets.newer)} newer on the target, ${formatCount(loaded.buckets.rejected)} rejected.`,
    );
    return { ...loaded, seconds: (performance.now() - began) / 1000 };
  } finally {
    gate?.close();
    await backup.close();
  }
}

export function loadOptions(
  plan: RestorePlan,
  run: RestoreRun,
  options: RestoreOptions,
  rejected: RejectedFile,
  start: { done: number; buckets: Buckets; notLoaded?: ContentDigest },
) {
  return {
    // In an index of our own nothing is there but what this restore sent: a bulk sent again, its answer lost, must not count as "already there".
    mode: plan.onConflict === 'create' && isOurs(plan) ? ('index' as const) : plan.onConflict,
    type: plan.target.type,
    signal: run.signal,
    bulkBytes: options.bulkBytes,
    parallel: options.bulks,
    patienceMs: options.patienceMs,
    rejected,
    gate: () => Promise.resolve(),
    onPause: () => undefined,
    start,
  };
}

/** The pairs of a backup behind the first `skip`, block by block. */
async function* pairsFrom(blocks: AsyncIterable<PairBlock>, skip: number): AsyncGenerator<SourceDocument[]> {
  let seen = 0;
  for await (const { bytes, bounds, pairs, firstLine } of blocks) {
    const documents: SourceDocument[] = [];
    for (let pair = Math.max(0, skip - seen); pair < pairs; pair++) {
      const at = pair * 4;
      documents.push({
        bytes,
        actionStart: bounds[at]!,
        actionEnd: bounds[at + 1]!,
        sourceStart: bounds[at + 2]!,
        sourceEnd: bounds[at + 3]!,
        line: firstLine + pair * 2 + 1,
      });
    }
    seen += pairs;
    if (documents.length > 0) yield documents;
  }
}
