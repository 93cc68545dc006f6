/** Runs `work` with the clock of this process set back to start at `at`, so that what the engine makes carries the story's times. */
export async function atTime<T>(at: Date, work: () => Promise<T>): Promise<T> {
  const RealDate = globalThis.Date;
  const offset = at.getTime() - RealDate.now();
  class StoryDate extends RealDate {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(RealDate.now() + offset);
      else super(...(given as [number]));
    }

    static override now(): number {
      return RealDate.now() + offset;
    }
  }
  globalThis.Date = StoryDate as DateConstructor;
  try {
    return await work();
  } finally {
    globalThis.Date = RealDate;
  }
}
