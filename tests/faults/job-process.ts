import { connect } from '../../lib/elasticsearch/client/client.ts';
import { JobRunner } from '../../lib/jobs/runner.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { runRestore } from '../../lib/kinds/restore/run.ts';
import { runs } from '../../lib/kinds/runs.ts';
import type { Run } from '../../lib/running/run.ts';
import { runsBy } from '../jobs/fake-runs.ts';
import type { AnyWork } from '../support/any-work.ts';
import { placeOf } from '../support/test-place.ts';

/**
 * The dashboard's jobs in a process that a test can kill: the real runner, store and operations, with requests small
 * enough to be killed between two of them. Prints `job ID` when a job is queued and `report PHASE DONE` for its
 * progress. Reads orders as lines of JSON: { start: work } or { resume: id }.
 */
const [url, dataDirectory] = process.argv.slice(2);
const cluster = connect({ url: url!, requestTimeoutMs: 10_000 });
const print = (text: string) => process.stdout.write(`${text}\n`);
const runner = new JobRunner({
  dataDirectory: dataDirectory!,
  parallelJobs: 2,
  place: () => placeOf(cluster),
  runs: runsBy((work, place, run) => {
    const reportingRun: Run = {
      ...run,
      report: (progress) => {
        run.report(progress);
        print(`report ${progress.phase} ${progress.done}`);
      },
    };
    if (work.kind === 'backup')
      return runBackup(place, work, reportingRun as Run<never>, { pageBytes: 20_000, slices: 1, parallel: 1 });
    if (work.kind === 'restore')
      return runRestore(place, work, reportingRun as Run<never>, { bulkBytes: 5_000, parallelBulks: 1 });
    return runs.of(work)(place, work, reportingRun as Run<never>);
  }),
});
process.on('SIGTERM', () => void runner.stop().then(() => process.exit(143)));
runner.startPolling();
const actor = { name: 'ann', role: 'operator', address: null } as const;
let rest = '';
process.stdin.on('data', (chunk: Buffer) => {
  rest += chunk.toString();
  for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n')) {
    const command = JSON.parse(rest.slice(0, end)) as { start?: AnyWork; resume?: string };
    rest = rest.slice(end + 1);
    try {
      const job = command.start
        ? runner.start({ cluster: 'test', actor, work: command.start })
        : runner.resume(command.resume ?? '', actor);
      print(`job ${job.id}`);
    } catch (error) {
      print(`refused ${error instanceof Error ? error.message : String(error)}`);
    }
  }
});
setInterval(() => {
  for (const job of runner.list({ limit: 5 })) print(`state ${job.id} ${job.status}`);
}, 100);
print('ready');
