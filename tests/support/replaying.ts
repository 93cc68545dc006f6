import { join } from 'node:path';
import { captureFiles } from '../../lib/captures/capture-files.ts';
import { planReplay } from '../../lib/kinds/replay/plan.ts';
import { runReplay, type ReplayCheckpoint, type ReplayOptions } from '../../lib/kinds/replay/run.ts';
import type { ReplayChoice, ReplayPlan, ReplayResult } from '../../lib/kinds/replay/schema.ts';
import type { Run } from '../../lib/running/run.ts';
import { aRun } from './a-run.ts';
import { noPlace } from './test-place.ts';
import { CAPTURE_BEGINS } from './capture-writes.ts';

const CHOICE: ReplayChoice = {
  from: CAPTURE_BEGINS,
  to: null,
  rate: null,
  speed: null,
  concurrency: 4,
  onlyPath: null,
  skipPath: null,
  mapIndex: [],
};

/** Plans replays to an address and carries them out, with their results in `folder`. */
export const replayingIn = (folder: () => string) => ({
  directory: () => join(folder(), 'jobs', '1'),

  plan: async (url: string, paths: readonly string[], choice: Partial<ReplayChoice> = {}): Promise<ReplayPlan> =>
    planReplay(
      noPlace,
      {
        target: { name: null, url, queueStatus: null },
        files: await captureFiles(paths),
        folder: null,
        preparedIn: join(folder(), 'captures'),
        choice: { ...CHOICE, ...choice },
        cluster: null,
      },
      aRun(),
    ),

  /** A second call goes on where the first one stopped. */
  run: (
    plan: ReplayPlan,
    { over = {}, ...options }: ReplayOptions & { over?: Partial<Run<ReplayCheckpoint>> } = {},
  ): Promise<ReplayResult> =>
    runReplay(
      noPlace,
      { kind: 'replay', plan },
      aRun<ReplayCheckpoint>({ directory: join(folder(), 'jobs', '1'), ...over }),
      options,
    ),
});
