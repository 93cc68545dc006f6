import type { Cluster } from '../elasticsearch/client/cluster.ts';
import { isWithoutMaster, readIndexShards } from '../elasticsearch/admin/index-shards.ts';
import { readFullestDisk } from '../elasticsearch/health/node-disks.ts';
import { AppError, isAppError } from '../errors.ts';
import { formatBytes, plural } from '../format.ts';
import { pause } from '../retry.ts';

export interface LoadGateOptions {
  signal: AbortSignal;
  /** Called with the reason for a pause, and with null when it ends. */
  onPause: (because: string | null) => void;
  /** Limit for a red index. A full disk has no limit: a person has to free space. */
  retryMs?: number | undefined;
  checkEveryMs?: number;
}

const CHECK_EVERY_MS = 5_000;
const PAUSED_CHECK_EVERY_MS = 1_000;
/** Within minutes a failed node is back or its shards are on other nodes; after that a person has to act. */
const RED_RETRY_MS = 10 * 60_000;

/**
 * Checks the cluster every few seconds while an index is loaded, and holds the next bulk while a primary shard of the
 * index is missing, the cluster has no master, or a data node's disk is above the high watermark: more documents would
 * lead to the flood stage, which locks every index on that node, the live one too. It also checks while all bulks are in
 * flight: a server keeps a bulk that waits for a lost shard for a minute, and the reason has to be visible at once. No
 * response to a check is no reason to wait here: the bulk itself fails and retries.
 */
export class LoadGate {
  private readonly cluster: Cluster;
  private readonly index: string;
  private readonly signal: AbortSignal;
  private readonly notifyPause: (because: string | null) => void;
  private readonly retryMs: number;
  private readonly checkEveryMs: number;
  private readonly timer: NodeJS.Timeout;
  private checkedAt = -Infinity;
  private checking: Promise<void> | null = null;
  /** What the gate has thrown; every later call throws it again. */
  private failure: unknown = null;
  private closed = false;

  constructor(cluster: Cluster, index: string, options: LoadGateOptions) {
    // Sent once: the gate itself repeats its checks.
    this.cluster = { ...cluster, request: (request) => cluster.request({ ...request, idempotent: false }) };
    this.index = index;
    this.signal = options.signal;
    this.notifyPause = options.onPause;
    this.retryMs = options.retryMs ?? RED_RETRY_MS;
    this.checkEveryMs = options.checkEveryMs ?? CHECK_EVERY_MS;
    this.timer = setInterval(() => void this.pass().catch(() => undefined), this.checkEveryMs);
  }

  /** Awaited before each bulk. Throws `unreachable` where the index stays red. */
  async pass(): Promise<void> {
    if (this.failure !== null) throw this.failure;
    if (this.checking === null && performance.now() - this.checkedAt < this.checkEveryMs) return;
    this.checking ??= this.waitUntilReady()
      .catch((error: unknown) => {
        this.failure = error;
        throw error;
      })
      .finally(() => (this.checking = null));
    await this.checking;
  }

  close(): void {
    this.closed = true;
    clearInterval(this.timer);
  }

  private async waitUntilReady(): Promise<void> {
    let redSince: number | null = null;
    for (let paused = false; !this.closed; paused = true) {
      const fault = await readFault(this.cluster, this.index, this.signal);
      const reason = fault ?? (await readFullDisk(this.cluster, this.signal));
      this.checkedAt = performance.now();
      if (reason === null) {
        if (paused) this.report(null);
        return;
      }
      redSince = fault === null ? null : (redSince ?? performance.now());
      if (redSince !== null && performance.now() - redSince > this.retryMs) throw stayedRed(reason, this.retryMs);
      this.report(reason);
      await pause(Math.min(PAUSED_CHECK_EVERY_MS, this.checkEveryMs), this.signal);
    }
  }

  private report(because: string | null): void {
    if (!this.closed) this.notifyPause(because);
  }
}

const stayedRed = (fault: string, retryMs: number): AppError =>
  new AppError('unreachable', `For ${Math.round(retryMs / 1000)} s ${fault}.`, {
    hint: 'Check the cluster’s health for what is missing. Then resume: the job continues where it stopped.',
  });

/** Why the index can't be written to; null: no fault, or no response. */
async function readFault(cluster: Cluster, index: string, signal: AbortSignal): Promise<string | null> {
  let withoutMaster = false;
  const shards = await nullIfFailed(readIndexShards(cluster, index, signal), (error) => {
    withoutMaster = isWithoutMaster(error);
  });
  if (withoutMaster) return 'the cluster has no master';
  const missing = shards === null ? 0 : shards.unassigned + shards.initialising;
  // A deleted index is red too, without a shard that could start: the next bulk reports that.
  return shards?.status === 'red' && missing > 0
    ? `the new index is red: ${plural(missing, 'of its shards is', 'of its shards are')} missing`
    : null;
}

/** Null: no disk is above the high watermark, or no response. */
async function readFullDisk(cluster: Cluster, signal: AbortSignal): Promise<string | null> {
  const disk = await nullIfFailed(readFullestDisk(cluster, signal));
  return disk === null
    ? null
    : `the disk of ${disk.node} is above the ${disk.stage === 'flood' ? 'flood stage' : 'high'} ` +
        `watermark (${disk.watermark}, ${formatBytes(disk.freeBytes)} free); free space on it, or cancel`;
}

/** Throws only `cancelled` and programming errors. */
async function nullIfFailed<T>(request: Promise<T>, onError?: (error: unknown) => void): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (!isAppError(error) || error.code === 'cancelled') throw error;
    onError?.(error);
    return null;
  }
}
