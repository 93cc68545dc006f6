import { readNodeClocks } from '../../elasticsearch/health/node-clocks.ts';
import { isAppError } from '../../errors.ts';
import type { Finding } from '../check.ts';
import type { OpenedCluster } from '../opened-cluster.ts';
import { clockFinding, type ClockReading } from '../words/clock.ts';

/**
 * Compares our clock with that of every node, and with the header Date where there is one: Elasticsearch sends none, a proxy in
 * front of it does.
 */
export async function checkClock(opened: OpenedCluster, signal: AbortSignal): Promise<Finding> {
  const [ofNodes, ofHeader] = await Promise.all([nodeReadings(opened, signal), headerReading(opened, signal)]);
  if (ofNodes instanceof Error && ofHeader === null) throw ofNodes;
  return clockFinding([...(ofNodes instanceof Error ? [] : ofNodes), ...(ofHeader === null ? [] : [ofHeader])]);
}

async function nodeReadings({ cluster }: OpenedCluster, signal: AbortSignal): Promise<ClockReading[] | Error> {
  const sentMs = Date.now();
  try {
    const clocks = await readNodeClocks(cluster, signal);
    const receivedMs = Date.now();
    return clocks.map(({ atMs, node }) => ({
      of: `The clock of the node ${node}`,
      atMs,
      resolutionMs: 1,
      sentMs,
      receivedMs,
    }));
  } catch (error) {
    if (isAppError(error)) return error;
    throw error;
  }
}

async function headerReading(
  { cluster, timeLimitMs }: OpenedCluster,
  signal: AbortSignal,
): Promise<ClockReading | null> {
  const sentMs = Date.now();
  const { body, date } = await cluster.requestBytes({ method: 'GET', path: '/', signal, timeoutMs: timeLimitMs });
  const receivedMs = Date.now();
  await Array.fromAsync(body);
  const atMs = date === undefined ? NaN : Date.parse(date);
  return Number.isNaN(atMs)
    ? null
    : { of: `The clock of what answers at ${cluster.url}`, atMs, resolutionMs: 1_000, sentMs, receivedMs };
}
