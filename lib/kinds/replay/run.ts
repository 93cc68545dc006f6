import { dirname, join } from 'node:path';
import type { Place } from '../../backups/sources.ts';
import { refreshIndex } from '../../elasticsearch/admin/index-admin.ts';
import { readIndexIdentity } from '../../elasticsearch/admin/describe-index.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import { countDocuments } from '../../elasticsearch/read/count-documents.ts';
import { AppError, nullUnlessCancelled } from '../../errors.ts';
import { prepareCaptures } from '../../replaying/store/prepare-captures.ts';
import { countDecisions, decide } from '../../replaying/store/decide.ts';
import type { PreparedCaptures } from '../../replaying/store/prepared-captures.ts';
import { COUNTING } from '../../replaying/phases.ts';
import { reopenFiles } from '../../replaying/reopen-files.ts';
import { failuresIn, writeFailures } from '../../replaying/send/failures-file.ts';
import { HttpTarget } from '../../replaying/send/http-target.ts';
import { journalIn } from '../../replaying/send/journal.ts';
import type { ReplayCounter } from '../../replaying/send/replay-counter.ts';
import { RunPause } from '../../replaying/send/run-pause.ts';
import { sendAll } from '../../replaying/send/send-all.ts';
import { readSettledBefore } from '../../replaying/send/settled-before.ts';
import { waitForQueue } from '../../replaying/wait-for-queue.ts';
import { assertNoRefusals } from '../../running/assert-no-refusals.ts';
import { assertSameCluster } from '../../running/assert-same-cluster.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import type { RunKind } from '../run-kind.ts';
import { namesOf } from './indices.ts';
import { decisionOf } from './plan.ts';
import type { ReplayPlan, ReplayResult, ReplayWork } from './schema.ts';

/** What was sent is in the results of the job's directory; the checkpoint says that there are some. */
export interface ReplayCheckpoint {
  begun: true;
  documentsBefore: number | null;
}

export interface ReplayOptions {
  /** How long the target may take nothing before the run stops. */
  stopAfterMs?: number;
}

/**
 * Sends the captured requests of a plan, resuming behind those that were answered. Throws `plan_changed` where a file or the
 * index has changed, `unreachable` after a minute without an answer, `cluster_error` where too many fail.
 */
export const runReplay: RunKind<ReplayWork, ReplayResult, ReplayCheckpoint, ReplayOptions> = async (
  place,
  { plan },
  run,
  options = {},
) => {
  const startedMs = performance.now();
  assertNoRefusals(plan);
  await assertSameTarget(place, plan, run);
  const documentsBefore = run.checkpoint?.documentsBefore ?? (await countRestored(place, plan, run));
  run.saveCheckpoint({ begun: true, documentsBefore });
  const { authorization, tls, url } = targetOf(place, plan);
  const captures = await openCaptures(place, plan, run);
  const target = new HttpTarget(url, { authorization, tls: tls ?? undefined });
  try {
    const counter = await send({ captures, target, authorization, plan }, run, options);
    const { queueStatus } = plan.target;
    const queue = queueStatus === null || counter.sent === 0 ? null : await waitForQueue(target, queueStatus, run);
    const documentsAfter = await countRestored(place, plan, run);
    const failed = await writeFailures(run.directory, captures);
    return {
      kind: 'replay',
      status:
        failed > 0 || plan.counts.oldIndex > 0 || (queue !== null && queue.emptySince === null) ? 'partial' : 'done',
      outcomes: counter.outcomes,
      sent: counter.sent,
      statuses: counter.statuses,
      queue,
      documentsBefore,
      documentsAfter,
      failures: failed === 0 ? null : { file: failuresIn(run.directory), requests: failed },
      results: journalIn(run.directory),
      seconds: (performance.now() - startedMs) / 1000,
      warnings: [],
    };
  } catch (error) {
    await writeFailures(run.directory, captures).catch(() => 0);
    throw error;
  } finally {
    captures.close();
    await target.close();
  }
};

async function openCaptures(place: Place, plan: ReplayPlan, run: Run<ReplayCheckpoint>): Promise<PreparedCaptures> {
  const files = await reopenFiles(plan.folder, plan.files, run.signal);
  const captures = await prepareCaptures(files, preparedIn(run), run);
  const list = plan.cluster.uuid === '' ? null : await listIndices(place.cluster, run.signal);
  const names = namesOf(list, plan.restored === null ? plan.aliases : [plan.restored.alias], plan.choice);
  decide(captures.database, decisionOf(plan.choice, names));
  const { send } = countDecisions(captures.database);
  if (send === plan.counts.send) return captures;
  captures.close();
  throw new AppError(
    'plan_changed',
    `${String(send)} requests would be sent now; when this was planned they were ${String(plan.counts.send)}.`,
    {
      hint: 'An index or an alias has changed. Plan the replay again, from the time of the last request that was sent.',
    },
  );
}

/** Beside the folders of the jobs. */
const preparedIn = ({ directory }: Pick<Run, 'directory'>): string =>
  join(/* turbopackIgnore: true */ dirname(dirname(directory)), 'captures');

async function send(
  {
    authorization,
    captures,
    plan,
    target,
  }: {
    captures: PreparedCaptures;
    target: HttpTarget;
    authorization: string | null;
    plan: ReplayPlan;
  },
  run: Run<ReplayCheckpoint>,
  { stopAfterMs }: ReplayOptions,
): Promise<ReplayCounter> {
  const { concurrency, mapIndex, rate, speed } = plan.choice;
  const job = run.directory.split('/').at(-1) ?? '';
  const mapping = new Map(mapIndex.map(({ from, to }) => [from, to]));
  const { signal } = run;
  const settings = () => {
    const changed = run.controls?.();
    return {
      rate: changed?.rate === undefined ? rate : changed.rate,
      concurrency: changed?.concurrency ?? concurrency,
      speed,
      isPaused: changed?.paused ?? false,
    };
  };
  return sendAll(
    { captures, target, mapping, job, authorization, pause: new RunPause(), signal, stopAfterMs },
    {
      files: captures.files(),
      total: plan.counts.send,
      before: await readSettledBefore(run.directory, captures),
      settings,
    },
    run,
  );
}

/** With the credentials of the configuration. Throws `not_found` where it has no such target any more. */
function targetOf({ replayTarget }: Place, { target }: ReplayPlan) {
  if (target.name === null) return { url: target.url, authorization: null, tls: null };
  const configured = replayTarget?.(target.name) ?? null;
  if (configured === null)
    throw new AppError('not_found', `The configuration has no replay target ${target.name}.`, {
      hint: 'Put it back, then resume.',
    });
  if (configured.url !== target.url)
    throw new AppError('plan_changed', `The target ${target.name} has another address now.`, {
      hint: 'Plan the replay again.',
    });
  return { url: configured.url, ...configured.connection };
}

/** The alias must be on the restored index, as when it was planned. */
async function assertSameTarget(
  { cluster }: Place,
  plan: ReplayPlan,
  { signal }: Run<ReplayCheckpoint>,
): Promise<void> {
  if (plan.cluster.uuid === '') return;
  await assertSameCluster(cluster, plan, signal);
  if (plan.restored === null) return;
  const { alias, index, uuid } = plan.restored;
  const current = await readIndexIdentity(cluster, index, signal);
  if (current?.uuid === uuid && current.aliases.includes(alias)) return;
  throw new AppError('plan_changed', `${alias} does not point to ${index} any more.`, {
    hint: 'Plan the replay again.',
  });
}

async function countRestored({ cluster }: Place, plan: ReplayPlan, run: Run<ReplayCheckpoint>): Promise<number | null> {
  if (plan.restored === null) return null;
  run.report(new Meter().progress({ ...COUNTING, done: 0, total: null, unit: 'steps' }));
  const { index } = plan.restored;
  // A search sees the last writes only then; an index may never refresh itself.
  await refreshIndex(cluster, index, run.signal).catch(nullUnlessCancelled);
  return countDocuments(cluster, index, run.signal).catch(nullUnlessCancelled);
}
