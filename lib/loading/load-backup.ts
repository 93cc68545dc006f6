import type { RestorePlan } from '../kinds/restore/schema.ts';
import type { Buckets } from '../contract/load-outcome.ts';
import { ContentDigest } from '../archive/digest.ts';
import type { PairBlock } from '../archive/pairs.ts';
import type { BackupFile, BackupReader } from '../archive/read-backup.ts';
import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { capabilitiesOf } from '../elasticsearch/capabilities.ts';
import { readIndexIdentity } from '../elasticsearch/admin/describe-index.ts';
import type { BulkTarget } from '../elasticsearch/write/send-bulk.ts';
import { AppError } from '../errors.ts';
import { formatCount } from '../format.ts';
import type { BulkOptions } from './bulks-under-way.ts';
import { loadDocuments, type SourceDocument } from './load-documents.ts';
import { describeNewer } from './describe-newer.ts';
import { loadGate, type LoadGate } from './load-gate.ts';
import { LoadReport } from './load-report.ts';
import type { Loaded } from './loaded.ts';
import type { RejectedFile } from './rejected-documents.ts';
import {
  isCreatedHere,
  NO_DOCUMENTS,
  type RestoreCheckpoint,
  type RestoreOptions,
  type RestoreRun,
} from './checkpoint.ts';
import type { Run } from '../running/run.ts';

/** Through the loading alias, where the server can be told to take nothing else. */
export async function bulkTarget(cluster: Cluster, plan: RestorePlan, uuid: string): Promise<BulkTarget> {
  const { requireAlias } = capabilitiesOf(await cluster.identity());
  const { index, loadingAlias } = plan.target;
  return {
    name: requireAlias ? loadingAlias : index,
    requireAlias,
    checkUuid: async () => {
      const now = (await readIndexIdentity(cluster, index))?.uuid;
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

/**
 * The file the plan was made with. `code`: what to call it if it is another one: `plan_changed` before anything was
 * changed.
 */
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
  const start = startFrom(checkpoint);
  // What was rejected behind the checkpoint is sent, and rejected, once more.
  await rejected.keepUpTo(start.done * 2);
  const backup = await openPlannedBackup(place, plan, 'backup_damaged', run.signal);
  const report = new LoadReport(plan, run, start);
  let gate: LoadGate | null = null;
  try {
    if (start.done > 0) run.log(`Going on behind document ${formatCount(start.done)}.`);
    report.send();
    gate = loadGate(cluster, plan.target.index, {
      signal: run.signal,
      patienceMs: options.patienceMs,
      onPause: report.onPause('gate'),
    });
    const target = await bulkTarget(cluster, plan, uuid);
    const loaded = await loadDocuments(cluster, target, pairsFrom(backup.pairs(run.signal), start.done), {
      ...loadOptions(plan, run, options, rejected, start),
      gate: gate.pass,
      onPause: report.onPause('bulk'),
      onProgress: (soFar, bytes) => {
        saveCheckpoint(run, uuid, soFar);
        report.counted(soFar, bytes);
      },
    });
    if (start.done === 0) backup.checkSeal();
    needEveryDocument(loaded, plan);
    run.log(describeLoaded(loaded.buckets));
    return { ...loaded, seconds: (performance.now() - began) / 1000 };
  } finally {
    gate?.close();
    await backup.close();
  }
}

type Start = BulkOptions['start'];

const startFrom = (checkpoint: RestoreCheckpoint | null): Start => ({
  done: checkpoint?.done ?? 0,
  buckets: checkpoint?.buckets ?? NO_DOCUMENTS,
  ...(checkpoint?.notLoaded === undefined ? {} : { notLoaded: ContentDigest.fromHex(checkpoint.notLoaded) }),
});

const saveCheckpoint = (run: Run<RestoreCheckpoint>, uuid: string, { done, buckets, notLoaded }: Loaded): void =>
  run.saveCheckpoint({ uuid, done, buckets: { ...buckets }, notLoaded: notLoaded.hex() });

function needEveryDocument({ done }: Loaded, { backup }: RestorePlan): void {
  if (done === backup.documents) return;
  throw new AppError(
    'backup_damaged',
    `The backup holds ${done} documents now; it held ${backup.documents} when it was planned with.`,
  );
}

const describeLoaded = ({ indexed, existing, rejected, ...newer }: Buckets): string =>
  `Loaded: ${formatCount(indexed)} indexed, ${formatCount(existing)} already there, ` +
  `${describeNewer(newer)}, ${formatCount(rejected)} rejected.`;

export function loadOptions(
  plan: RestorePlan,
  run: RestoreRun,
  options: RestoreOptions,
  rejected: RejectedFile,
  start: Start,
) {
  return {
    // In an index of our own nothing is there but what this restore sent: a bulk sent again, its answer lost, must not
    // count as "already there".
    mode: plan.onConflict === 'create' && isCreatedHere(plan) ? ('index' as const) : plan.onConflict,
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
