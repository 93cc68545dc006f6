import { setTimeout as pause } from 'node:timers/promises';
import type { JobWork } from '../../lib/contract/job.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import { noPlace } from '../support/test-place.ts';
import { operator, progressOf } from './builders.ts';
import { runsBy } from './fake-runs.ts';

/** A server process with a job that never ends, for tests that end the process. Prints `started ID` for each job. */
const [dataDirectory, ...works] = process.argv.slice(2);
const runner = new JobRunner({
  dataDirectory: dataDirectory!,
  parallelJobs: 1,
  place: () => noPlace,
  runs: runsBy(async (_work, _place, run) => {
    for (let done = 1; ; done++) {
      run.report(progressOf(done));
      run.saveCheckpoint({ done });
      run.log(`Step ${done}`);
      await pause(20);
      if (run.signal.aborted) throw run.signal.reason;
    }
  }),
});
process.on('SIGTERM', () => void runner.stop().then(() => process.exit(143)));
runner.startPolling();
for (const work of works) {
  const job = runner.start({
    cluster: 'production',
    actor: operator,
    work: JSON.parse(work) as JobWork,
  });
  await pause(1500);
  process.stdout.write(`started ${job.id}\n`);
}
setInterval(() => {}, 1000);
