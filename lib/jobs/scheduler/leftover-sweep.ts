import type { Job } from '../../contract/job.ts';
import { log } from '../../log.ts';
import { drill } from '../../kinds/drill/describe.ts';
import { isJobOf } from '../../kinds/kind.ts';
import type { DrillPlan } from '../../kinds/drill/schema.ts';
import { placeOn } from '../place-on.ts';
import { removeDrillLeftovers } from '../remove-drill-leftovers.ts';
import type { JobStore } from '../store/job-store.ts';
import type { RunHost } from './run-host.ts';

const SWEEP_EVERY_MS = 60_000;
/** For one cluster. */
const GIVE_UP_AFTER_MS = 30_000;
const MOST_DRILLS = 200;

/** Deletes the indices that killed drills left: soon after this process starts, and whenever one has ended without deleting its own. */
export class LeftoverSweep {
  readonly #host: RunHost;
  /** Drills whose index is known to be gone. */
  readonly #done = new Set<string>();
  #nextAtMs = 0;
  #running: Promise<void> | null = null;

  constructor(host: RunHost) {
    this.#host = host;
  }

  /** Returns at once; throws AppError disk. */
  sweepWhenDue(store: JobStore): void {
    if (this.#running !== null || performance.now() < this.#nextAtMs) return;
    this.#nextAtMs = performance.now() + SWEEP_EVERY_MS;
    const left = drillsThatMayHaveLeft(store).filter(({ job }) => !this.#done.has(job.id));
    if (left.length === 0) return;
    this.#running = this.#sweep(left).finally(() => {
      this.#running = null;
    });
  }

  /** Resolves when no cluster is asked any more. */
  async settled(): Promise<void> {
    await this.#running;
  }

  async #sweep(left: readonly LeftBy[]): Promise<void> {
    for (const { job, plan } of left) {
      if (this.#host.signal.aborted || this.#done.has(job.id)) continue;
      try {
        const { cluster } = placeOn(job.cluster, plan.on, this.#host.place);
        const signal = AbortSignal.any([this.#host.signal, AbortSignal.timeout(GIVE_UP_AFTER_MS)]);
        const { kept } = await removeDrillLeftovers(this.#host.store(), plan.cluster.uuid, cluster, signal);
        for (const other of left)
          if (
            !kept.includes(other.plan.target.index) &&
            other.plan.cluster.uuid === plan.cluster.uuid &&
            other.plan.on === plan.on
          )
            this.#done.add(other.job.id);
      } catch (error) {
        log().info({ job: job.id, err: error }, 'The indices that drills left could not be deleted; trying again.');
      }
    }
  }
}

interface LeftBy {
  job: Job;
  plan: DrillPlan;
}

function drillsThatMayHaveLeft(store: JobStore): LeftBy[] {
  return store.list({ kinds: [drill.kind], limit: MOST_DRILLS }).flatMap((job) => {
    if (!isJobOf(drill, job) || job.status === 'queued' || job.status === 'running') return [];
    return job.status === 'succeeded' && job.result.deleted ? [] : [{ job, plan: job.work.plan }];
  });
}
