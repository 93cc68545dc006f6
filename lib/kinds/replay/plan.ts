import { setImmediate as turn } from 'node:timers/promises';
import type { PreparedCaptures } from '../../replaying/store/prepared-captures.ts';
import { prepareCaptures } from '../../replaying/store/prepare-captures.ts';
import { countDecisions, countSentAfter, decide, type Choice } from '../../replaying/store/decide.ts';
import { formatNanoseconds, parseNanoseconds } from '../../replaying/nanoseconds.ts';
import { coverage } from '../../replaying/store/coverage.ts';
import { deletionBursts } from '../../replaying/store/deletion-bursts.ts';
import {
  brokenRecords,
  countCloseWrites,
  countDocuments,
  excludedRequests,
  writeGroups,
} from '../../replaying/store/planned-writes.ts';
import { timeline } from '../../replaying/store/timeline.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import type { ClusterIndices } from '../../contract/indices.ts';
import { listIndices } from '../../elasticsearch/admin/list-indices.ts';
import { AppError } from '../../errors.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import type { PlanKind } from '../run-kind.ts';
import { replayChecks } from './checks.ts';
import { namesOf, type NamesOfIndices } from './indices.ts';
import type { ReplayRequest } from './request.ts';
import type { PlannedFile, RecordCounts, ReplayChoice, ReplayPlan } from './schema.ts';

/** Listed of each kind; the counts are of all. */
const MOST_LISTED = 50;

/**
 * What a replay would send. Reads the captures and, for a target of the configuration, the cluster; sends nothing. Throws
 * `invalid_input` for a wrong time or pattern, `disk`, and what the cluster answers.
 */
export const planReplay: PlanKind<ReplayRequest, ReplayPlan> = async ({ cluster }, request, run) => {
  const { choice, folder, target } = request;
  const { aliases, lostAt, only, switchedAt } = request.cluster ?? NOT_ON_CLUSTER;
  const list = request.cluster === null ? null : await listIndices(cluster, run.signal);
  const identity = list === null ? noCluster(target.url) : await cluster.identity(run.signal);
  const names = namesOf(list, only === null ? aliases : [only.alias], choice);
  const captures = await prepareCaptures(request.files, request.preparedIn, run);
  try {
    decide(captures.database, decisionOf({ ...choice, to: null }, names));
    const bursts = deletionBursts(captures.database).map((burst) => ({ ...burst, sent: isSent(burst.from, choice) }));
    const ends = endsOf(captures, { bursts, lostAt, switchedAt, choice, names });
    decide(captures.database, decisionOf(choice, names));
    const planned = {
      kind: 'replay' as const,
      cluster: identity,
      plannedAt: new Date().toISOString(),
      target,
      folder,
      aliases,
      restored: restoredOf(only, list),
      indices: names.indices,
      choice,
      ...(await whatIsIn(captures, choice, names.indices)),
      bursts,
      ends,
      switchedAt,
      afterSwitch: switchedAt === null ? 0 : countSentAfter(captures.database, nanosecondsOf(switchedAt)),
      lostAt,
    };
    const checks = replayChecks(planned, { indices: list, aliases });
    return { ...planned, checks, requests: [], fingerprint: fingerprintOfPlan(planned, checks) };
  } finally {
    captures.close();
  }
};

const NOT_ON_CLUSTER = { aliases: null, only: null, lostAt: null, switchedAt: null };

/** Of an address of the command line, which is asked nothing. */
const noCluster = (url: string): ClusterIdentity => ({
  name: url,
  uuid: '',
  distribution: 'elasticsearch',
  version: '',
});

function restoredOf(
  only: NonNullable<ReplayRequest['cluster']>['only'],
  list: ClusterIndices | null,
): ReplayPlan['restored'] {
  if (only === null) return null;
  return { ...only, documents: list?.indices.find(({ uuid }) => uuid === only.uuid)?.documents ?? null };
}

/** The decision about each request. Throws `invalid_input`. */
export function decisionOf(
  choice: ReplayChoice,
  names: { indices: readonly string[] | null; isOldIndex: (name: string) => boolean },
): Choice {
  const to = choice.to === null ? null : nanosecondsOf(choice.to);
  const from = nanosecondsOf(choice.from);
  if (to !== null && to < from)
    throw new AppError('invalid_input', 'The end is before the beginning.', { hint: 'Choose a later end.' });
  return {
    from,
    to,
    onlyPath: patternOf(choice.onlyPath),
    skipPath: patternOf(choice.skipPath),
    indices: names.indices === null ? null : new Set(names.indices),
    isOldIndex: names.isOldIndex,
  };
}

function nanosecondsOf(text: string): bigint {
  const at = parseNanoseconds(text);
  if (at !== null) return at;
  throw new AppError('invalid_input', `“${text}” is not a time.`, {
    hint: 'Write it like 2018-01-08T23:10:00Z, or as nanoseconds since 1970.',
  });
}

function patternOf(text: string | null): RegExp | null {
  try {
    return text === null ? null : new RegExp(text);
  } catch (cause) {
    throw new AppError('invalid_input', `“${text}” is not a regular expression.`, {
      hint: 'It is matched against path and query, such as ^/government/.',
      cause,
    });
  }
}

const isSent = (at: string, { to }: ReplayChoice): boolean => to === null || nanosecondsOf(at) <= nanosecondsOf(to);

interface WhatHappened {
  bursts: ReplayPlan['bursts'];
  lostAt: string | null;
  switchedAt: string | null;
  choice: ReplayChoice;
  names: NamesOfIndices;
}

/** Before each burst of deletions, at the loss and at the switch, and the end of the files; empty: only that one. */
function endsOf(
  captures: PreparedCaptures,
  { bursts, choice, lostAt, names, switchedAt }: WhatHappened,
): ReplayPlan['ends'] {
  const { database } = captures;
  const last = captures.lastAt();
  const isWithin = (at: string) =>
    last !== null && nanosecondsOf(at) >= nanosecondsOf(choice.from) && nanosecondsOf(at) < last;
  const times: { to: string; why: ReplayPlan['ends'][number]['why'] }[] = [
    ...bursts.map(({ before }) => ({ to: before, why: 'deletions' as const })),
    ...(lostAt === null || bursts.length > 0 ? [] : [{ to: lostAt, why: 'loss' as const }]),
    ...(switchedAt === null ? [] : [{ to: switchedAt, why: 'switch' as const }]),
  ].filter(({ to }) => isWithin(to));
  if (times.length === 0) return [];
  times.sort((left, right) => (nanosecondsOf(left.to) < nanosecondsOf(right.to) ? -1 : 1));
  return [...times, { to: null, why: 'end' as const }].map(({ to, why }) => {
    decide(database, decisionOf({ ...choice, to }, names));
    return { to, why, send: countDecisions(database).send };
  });
}

/** Other work of the process goes on between the queries: each takes a second in a capture of millions of requests. */
async function whatIsIn(captures: PreparedCaptures, choice: ReplayChoice, indices: readonly string[] | null) {
  const { database } = captures;
  const prepared = captures.files();
  const from = nanosecondsOf(choice.from);
  const to = choice.to === null ? null : nanosecondsOf(choice.to);
  const files = prepared.map(toPlannedFile);
  const writes = writeGroups(database);
  const named = new Set(writes.flatMap(({ index }) => (index === '' ? [] : index.split(','))));
  const { lost, ...tally } = captures.tally();
  const counts = countsOf(tally, countDecisions(database));
  await turn();
  const documents = countDocuments(database);
  await turn();
  const closeWrites = countCloseWrites(database, prepared);
  await turn();
  const covered = coverage(database, prepared, from, to);
  await turn();
  const line = timeline(database, from);
  await turn();
  return {
    files,
    counts,
    documents,
    writes,
    otherIndices: indices === null ? [] : [...named].filter((name) => !indices.includes(name)),
    administration: excludedRequests(database, 'administration', MOST_LISTED),
    refused: excludedRequests(database, 'refused', MOST_LISTED),
    oldIndex: excludedRequests(database, 'oldIndex', MOST_LISTED),
    broken: brokenRecords(database, MOST_LISTED),
    lost,
    closeWrites,
    coverage: covered,
    timeline: line,
    firstAt: formatOrNull(captures.firstAt()),
    lastAt: formatOrNull(captures.lastAt()),
  };
}

const formatOrNull = (at: bigint | null): string | null => (at === null ? null : formatNanoseconds(at));

const toPlannedFile = ({ firstAt, lastAt, ...file }: ReturnType<PreparedCaptures['files']>[number]): PlannedFile => ({
  path: file.path,
  server: file.server,
  bytes: file.bytes,
  unpackedBytes: file.unpackedBytes,
  records: file.records,
  firstAt: firstAt === null ? null : formatNanoseconds(BigInt(firstAt)),
  lastAt: lastAt === null ? null : formatNanoseconds(BigInt(lastAt)),
  broken: file.broken,
  fingerprint: file.fingerprint,
});

const countsOf = (
  tally: Omit<ReturnType<PreparedCaptures['tally']>, 'lost'>,
  decided: ReturnType<typeof countDecisions>,
): RecordCounts => ({ ...tally, ...decided });

function fingerprintOfPlan(
  { cluster, target, restored, choice, files, counts }: Omit<ReplayPlan, 'checks' | 'requests' | 'fingerprint'>,
  checks: ReplayPlan['checks'],
): string {
  return fingerprintOf({
    kind: 'replay',
    cluster: cluster.uuid,
    target,
    restored: restored === null ? null : { alias: restored.alias, index: restored.index, uuid: restored.uuid },
    choice,
    // A file that is still being written grows between two looks: what is sent is what the plan has counted.
    files: files.map(({ path, server }) => ({ path, server })),
    send: counts.send,
    refusals: checks.filter(({ level }) => level === 'refuse').map(({ id }) => id),
  });
}
