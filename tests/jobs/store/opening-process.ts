import { JobStore } from '../../../lib/jobs/store/job-store.ts';

/** A process that opens the jobs' database of a data directory, for tests that start several or end it. Prints its log, and `open` or why not. */
try {
  const store = JobStore.open(process.argv[2]!);
  process.stdout.write(`open ${store.count({})}\n`);
  store.close();
} catch (error) {
  process.stdout.write(`${(error as Error).message}\n${(error as { hint?: string }).hint ?? ''}\n`);
}
