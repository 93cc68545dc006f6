import type { Place } from '../../backups/sources.ts';
import { isDrillIndex } from '../../contract/drill-index.ts';
import type { Probe } from '../../contract/schedule.ts';
import { readAlias } from '../../elasticsearch/admin/aliases.ts';
import type { Cluster } from '../../elasticsearch/client/cluster.ts';
import { clauseOf, search } from '../../elasticsearch/read/search-documents.ts';
import { AppError, isAppError } from '../../errors.ts';
import { formatCount } from '../../format.ts';
import { inspectQuery, type InspectedQuery } from '../../looking-up/inspect-query.ts';
import { Meter } from '../../running/meter.ts';
import type { Run } from '../../running/run.ts';
import { PROBING } from './phases.ts';
import type { ProbeResult } from './schema.ts';

/** A query string, or one clause as JSON. Throws `invalid_input`. */
const inspected = ({ query }: Pick<Probe, 'query'>): InspectedQuery =>
  inspectQuery(query.trimStart().startsWith('{') ? 'json' : 'words', query);

/**
 * For those who save probes: they run at night, without anybody who would agree to a costly query. Throws `invalid_input`
 * for a script, for what is no clause, and for a query that the cluster would have to work hard for.
 */
export function requireProbes(probes: readonly Probe[]): void {
  for (const [place, probe] of probes.entries()) {
    const refuse = (why: string, hint: string | undefined, cause?: unknown) =>
      new AppError('invalid_input', `The probe ${probe.name} can’t be used: ${why}`, {
        ...(hint === undefined ? {} : { hint }),
        cause,
        details: { fields: { [`drill.probes.${place}.query`]: why } },
      });
    let costs: readonly string[];
    try {
      costs = inspected(probe).costs;
    } catch (error) {
      if (!isAppError(error)) throw error;
      throw refuse(error.message, error.hint, error);
    }
    if (costs.length > 0) throw refuse(costs[0]!, 'Use whole words, or words with a wildcard at their end.');
  }
}

/** Runs each probe in the restored index. What can't be answered has not passed; nothing is thrown but a cancellation. */
export async function runProbes(
  { cluster, live = cluster }: Pick<Place, 'cluster' | 'live'>,
  { index, alias, probes }: { index: string; alias: string | null; probes: readonly Probe[] },
  run: Pick<Run, 'signal' | 'report' | 'log'>,
): Promise<ProbeResult[]> {
  const results: ProbeResult[] = [];
  const meter = new Meter();
  for (const probe of probes) {
    run.report(
      meter.progress({ ...PROBING, subject: probe.name, done: results.length, total: probes.length, unit: 'steps' }),
    );
    const result = await runProbe({ cluster, live }, { index, alias, probe }, run.signal);
    results.push(result);
    run.log(
      `Probe ${result.name}: ${result.why ?? `${formatCount(result.hits)} hits, ${result.ok ? 'as wanted' : 'not as wanted'} (${result.wanted}).`}`,
    );
  }
  return results;
}

async function runProbe(
  { cluster, live }: { cluster: Cluster; live: Cluster },
  { index, alias, probe }: { index: string; alias: string | null; probe: Probe },
  signal: AbortSignal,
): Promise<ProbeResult> {
  const { likeLivePercent, minHits, name } = probe;
  try {
    const clause = clauseOf(inspected(probe).query, { leadingWildcard: false });
    const hits = await countHits(cluster, index, clause, signal);
    const range =
      likeLivePercent === null ? null : rangeAround(await liveHits(live, alias, clause, signal), likeLivePercent);
    const ok = (minHits === null || hits >= minHits) && (range === null || (hits >= range.least && hits <= range.most));
    return { name, hits, wanted: wantedOf(minHits, range), ok, why: null };
  } catch (error) {
    if (signal.aborted || !isAppError(error)) throw error;
    return { name, hits: null, wanted: wantedOf(minHits, null), ok: false, why: error.message };
  }
}

interface Range {
  live: number;
  least: number;
  most: number;
}

const rangeAround = (live: number, percent: number): Range => ({
  live,
  least: Math.ceil(live * (1 - percent / 100)),
  most: Math.floor(live * (1 + percent / 100)),
});

const wantedOf = (minHits: number | null, range: Range | null): string =>
  [
    ...(minHits === null ? [] : [`at least ${formatCount(minHits)}`]),
    ...(range === null
      ? []
      : [
          `${formatCount(range.least)} to ${formatCount(range.most)}, as the live alias has ${formatCount(range.live)}`,
        ]),
  ].join('; ') || 'as the live alias has';

/** Of the indices that the alias points to, and not through it: a filter of the alias would change the number. */
async function liveHits(cluster: Cluster, alias: string | null, clause: object, signal: AbortSignal): Promise<number> {
  const indices = alias === null ? [] : (await readAlias(cluster, alias, signal)).map(({ index }) => index);
  const live = indices.filter((index) => !isDrillIndex(index));
  if (live.length === 0) throw new AppError('not_found', 'There is no live alias to compare with.');
  let hits = 0;
  for (const index of live) hits += await countHits(cluster, index, clause, signal);
  return hits;
}

/** Throws where the number is not exact, and what the cluster throws. */
async function countHits(cluster: Cluster, index: string, clause: object, signal: AbortSignal): Promise<number> {
  const found = await search(cluster, index, { size: 0, query: clause }, signal);
  if (found === null) throw new AppError('cluster_error', `The answer of ${index} is too large.`);
  if (found.timedOut) throw new AppError('timed_out', `The search in ${index} took too long.`);
  if (found.shards.failed > 0)
    throw new AppError(
      'cluster_error',
      `Not every shard of ${index} answered: ${found.shards.why ?? 'no reason given'}.`,
    );
  if (!found.total.exact) throw new AppError('cluster_error', `${index} did not count every hit.`);
  return found.total.value;
}
