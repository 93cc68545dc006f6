/**
 * Runs `work` with the clock of this process shifted to start at `at`, so that the backups it makes have the timeline's
 * times.
 */
export async function withShiftedClock<T>(at: Date, work: () => Promise<T>): Promise<T> {
  const restore = shiftClock(at);
  try {
    return await work();
  } finally {
    restore();
  }
}

/** The same for work that awaits nothing. */
export function atTime<T>(at: Date, work: () => T): T {
  const restore = shiftClock(at);
  try {
    return work();
  } finally {
    restore();
  }
}

function shiftClock(at: Date): () => void {
  const RealDate = globalThis.Date;
  const offset = at.getTime() - RealDate.now();
  class ShiftedDate extends RealDate {
    constructor(...args: unknown[]) {
      if (args.length === 0) super(RealDate.now() + offset);
      else super(...(args as [number]));
    }

    static override now(): number {
      return RealDate.now() + offset;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
  return () => {
    globalThis.Date = RealDate;
  };
}
