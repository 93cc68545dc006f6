import { join } from 'node:path';
import { configuration, type ConfiguredCluster } from '../config.ts';
import { groupOfIndex } from '../contract/index-group.ts';
import { AppError } from '../errors.ts';
import { rememberDisplayedPlan } from '../jobs/displayed-plans.ts';
import { jobs } from '../jobs/jobs.ts';
import { kinds } from '../kinds/kinds.ts';
import { listIndices } from '../elasticsearch/admin/list-indices.ts';
import type { PlanRun } from '../kinds/run-kind.ts';
import { replay } from '../kinds/replay/describe.ts';
import { planReplay } from '../kinds/replay/plan.ts';
import type { ReplayRequest } from '../kinds/replay/request.ts';
import type { IndexMapping, ReplayAsked } from '../kinds/replay/review.ts';
import type { ReplayChoice, ReplayPlan } from '../kinds/replay/schema.ts';
import { formatNanoseconds, parseNanoseconds } from '../replaying/nanoseconds.ts';
import { lastSwitchTo } from './last-switch.ts';
import { jobOn } from './load-job.ts';
import { placeOf } from './place.ts';
import { chosenCaptures, listCaptures, replayOf } from './replay-captures.ts';
import { lostAtBefore } from './replay-loss.ts';
import { restoredBy } from './replay-restores.ts';

/** To the end of the captures. */
const END = 'end';

export interface PlannedReplay {
  plan: ReplayPlan;
  /** Old indices of the alias that requests name, each with the restored one. */
  mapping: IndexMapping[];
}

/** What would be sent. Throws AppError: `invalid_input` with `details.fields`, `not_found`, and what `planReplay` throws. */
export async function planReplayFor(cluster: ConfiguredCluster, asked: ReplayAsked, run: PlanRun): Promise<ReplayPlan> {
  return (await planReplayWithMapping(cluster, asked, run)).plan;
}

/** The same, with the mapping that is offered. */
export async function planReplayWithMapping(
  cluster: ConfiguredCluster,
  asked: ReplayAsked,
  run: PlanRun,
): Promise<PlannedReplay> {
  const { previous, ...request } = await requestOf(cluster, asked, run.signal);
  const unmapped = await planOf(cluster, request, run);
  const mapping = mappingOf(unmapped, previous);
  const plan =
    mapping.length === 0 || asked.map === 'no'
      ? unmapped
      : await planOf(cluster, { ...request, choice: { ...request.choice, mapIndex: mapping } }, run);
  rememberDisplayedPlan(plan, { kind: replay.kind, cluster: cluster.key, asked });
  return { plan, mapping };
}

const planOf = (cluster: ConfiguredCluster, request: ReplayRequest, run: PlanRun): Promise<ReplayPlan> =>
  planReplay(placeOf(cluster), request, run);

/** Nothing of it is an address or a path of the browser: targets and files are those of the configuration. */
async function requestOf(
  cluster: ConfiguredCluster,
  asked: ReplayAsked,
  signal: AbortSignal,
): Promise<ReplayRequest & { previous: readonly string[] }> {
  const { captures, targets } = replayOf(cluster);
  const target = targets.find(({ name }) => name === asked.target);
  if (target === undefined)
    throw new AppError('not_found', `The configuration has no replay target ${asked.target}.`, {
      hint: `It has ${targets.map(({ name }) => name).join(', ')}.`,
    });
  const { indices, name, queueStatus, url } = target;
  if (indices !== null && !indices.includes(asked.alias))
    throw new AppError('refused', `${name} does not write to ${asked.alias}.`, {
      hint: `It writes to ${indices.join(', ')}.`,
    });
  const choice = choiceOf(asked);
  const { lostAt, only, previous, switchedAt } = await restoredIndexOf(cluster, asked, signal);
  const { files } = await listCaptures(cluster, { signal });
  return {
    target: { name, url, queueStatus },
    files: chosenCaptures(files, asked.without),
    folder: captures,
    preparedIn: join(/* turbopackIgnore: true */ configuration().dataDirectory, 'captures'),
    choice,
    cluster: { aliases: indices, only, lostAt, switchedAt },
    previous,
  };
}

async function restoredIndexOf(cluster: ConfiguredCluster, { alias, job }: ReplayAsked, signal: AbortSignal) {
  if (job !== undefined) {
    const restored = restoredBy(jobOn(cluster, job));
    if (restored === null || restored.alias !== alias)
      throw new AppError('not_found', `Job ${job} has restored no index of ${alias}.`, {
        hint: 'Choose the restored index.',
      });
    const { index, previous, uuid } = restored;
    return {
      only: { alias, index, uuid, job },
      previous,
      lostAt: lostAtBefore(cluster, restored),
      ...switchTo(job, alias, uuid),
    };
  }
  const { indices } = await listIndices(placeOf(cluster).cluster, signal);
  const live = indices.filter(({ aliases }) => aliases.some((membership) => membership.alias === alias));
  const [only] = live;
  if (only === undefined || live.length > 1)
    throw new AppError('refused', `${alias} points to ${live.length === 0 ? 'no index' : 'several indices'}.`, {
      hint: live.length === 0 ? 'Restore the backup and switch the alias first.' : 'Switch it to one index first.',
    });
  return {
    only: { alias, index: only.name, uuid: only.uuid, job: null },
    previous: [],
    lostAt: null,
    switchedAt: null,
  };
}

/** The last move of the alias to the index that the job restored, where it is recorded here. */
function switchTo(job: string, alias: string, uuid: string): { switchedAt: string | null } {
  const work = jobs.get(job)?.work;
  const clusterUuid = work === undefined ? null : kinds.of(work).clusterUuid(work);
  return { switchedAt: clusterUuid === null ? null : (lastSwitchTo({ clusterUuid, alias }, uuid)?.at ?? null) };
}

function choiceOf({ concurrency, from, rate, speed, to }: ReplayAsked): ReplayChoice {
  return {
    from: timeOf('from', from),
    to: to === undefined || to === END ? null : timeOf('to', to),
    rate: speed === 'fixed' && rate !== undefined ? Number(rate) : null,
    speed: speed === 'original' ? 1 : null,
    concurrency: Number(concurrency),
    onlyPath: null,
    skipPath: null,
    mapIndex: [],
  };
}

function timeOf(field: string, text: string): string {
  const at = parseNanoseconds(text);
  if (at !== null) return formatNanoseconds(at);
  const why = 'Write the time like 2018-01-08 23:10:00; it is UTC.';
  throw new AppError('invalid_input', `“${text}” is not a time.`, { hint: why, details: { fields: { [field]: why } } });
}

/**
 * For requests that name an old index of the alias. What bulk bodies name is not listed: the index that the alias pointed to before
 * is added.
 */
function mappingOf({ oldIndex, restored }: ReplayPlan, previous: readonly string[]): IndexMapping[] {
  if (restored === null || oldIndex.length === 0) return [];
  const { alias, index } = restored;
  const named = oldIndex.flatMap(({ path }) => namesIn(path)).filter((name) => groupOfIndex(name) === alias);
  return [...new Set([...named, ...previous])].filter((name) => name !== index).map((from) => ({ from, to: index }));
}

/** The indices in the first part of a path. */
const namesIn = (path: string): string[] =>
  (path.split('/')[1] ?? '').split(',').map((name) => {
    try {
      return decodeURIComponent(name);
    } catch {
      return name;
    }
  });
