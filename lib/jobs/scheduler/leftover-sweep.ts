import { log } from '../../log.ts';
import { isAppError } from '../../errors.ts';
import { placeOn } from '../place-on.ts';
import { removeDrillLeftovers } from '../remove-drill-leftovers.ts';
import { drillsThatMayHaveLeft, type UndeletedDrill } from '../store/drilled-backups.ts';
import type { JobStore } from '../store/job-store.ts';
import type { RunHost } from './run-host.ts';

const SWEEP_EVERY_MS = 60_000;
const LONGEST_WAIT_MS = 3_600_000;
/** For one cluster. */
const GIVE_UP_AFTER_MS = 30_000;

/** Where drills ran: the entry of the cluster whose backups they tried, and of the drill cluster. */
interface Ground {
  drills: UndeletedDrill[];
  first: UndeletedDrill;
}

/** Deletes the indices that killed drills left: soon after this process starts, and when one has ended without deleting its own. */
export class LeftoverSweep {
  readonly #host: RunHost;
  /** Drills whose index is known to be gone, and those of clusters that are no longer configured. */
  readonly #done = new Set<string>();
  /** When a cluster that did not answer is asked again (monotonic clock), and after how long the next time. */
  readonly #waits = new Map<string, { untilMs: number; waitMs: number }>();
  #nextAtMs = 0;
  #running: Promise<void> | null = null;

  constructor(host: RunHost) {
    this.#host = host;
  }

  /** Returns at once; throws AppError disk. */
  sweepWhenDue(store: JobStore): void {
    if (this.#running !== null || performance.now() < this.#nextAtMs) return;
    this.#nextAtMs = performance.now() + SWEEP_EVERY_MS;
    const left = drillsThatMayHaveLeft(store).filter(({ job }) => !this.#done.has(job));
    if (left.length === 0) return;
    this.#running = this.#sweep(left).finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when no cluster is asked any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #sweep(left: readonly UndeletedDrill[]): Promise<void> {
    for (const [name, ground] of groundsOf(left)) {
      if (this.#host.signal.aborted) return;
      if (performance.now() < (this.#waits.get(name)?.untilMs ?? 0)) continue;
      try {
        await this.#sweepOne(ground);
        this.#waits.delete(name);
      } catch (error) {
        const notConfigured = isAppError(error) && error.code === 'not_found';
        if (notConfigured) for (const { job } of ground.drills) this.#done.add(job);
        else this.#waitFor(name, error);
      }
    }
  }

  async #sweepOne({ drills, first }: Ground): Promise<void> {
    const { cluster } = placeOn(first.cluster, first.on, this.#host.place);
    const signal = AbortSignal.any([this.#host.signal, AbortSignal.timeout(GIVE_UP_AFTER_MS)]);
    const { kept } = await removeDrillLeftovers(this.#host.store(), first.clusterUuid, cluster, signal);
    for (const { index, job } of drills) if (!kept.includes(index)) this.#done.add(job);
  }

  #waitFor(name: string, error: unknown): void {
    const waitMs = Math.min((this.#waits.get(name)?.waitMs ?? SWEEP_EVERY_MS) * 2, LONGEST_WAIT_MS);
    this.#waits.set(name, { untilMs: performance.now() + waitMs, waitMs });
    log().info({ cluster: name, err: error }, 'The indices that drills left could not be deleted; trying again later.');
  }
}

function groundsOf(left: readonly UndeletedDrill[]): Map<string, Ground> {
  const grounds = new Map<string, Ground>();
  for (const drill of left) {
    const name = `${drill.on ?? drill.cluster} ${drill.clusterUuid}`;
    const known = grounds.get(name);
    if (known) known.drills.push(drill);
    else grounds.set(name, { drills: [drill], first: drill });
  }
  return grounds;
}
