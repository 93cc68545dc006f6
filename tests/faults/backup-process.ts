import { connect } from '../../lib/elasticsearch/client.ts';
import { toFailure } from '../../lib/errors.ts';
import { planBackup, runBackup } from '../../lib/backups/folder/back-up-indices.ts';
import { aRun } from '../support/a-run.ts';

/** A backup of every alias in a process of its own, for tests that limit, kill or double it. Its last line is the result, or the failure. */
const [url, directory] = process.argv.slice(2);
const cluster = connect({ url: url! });
try {
  const plan = await planBackup(cluster, { directory: directory! });
  const result = await runBackup(cluster, plan, { pageBytes: 20_000, slices: 1 }, aRun());
  process.stdout.write(`${JSON.stringify({ result })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ failure: toFailure(error) })}\n`);
} finally {
  await cluster.close();
}
