import { connect } from '../../lib/elasticsearch/client/client.ts';
import { toFailure } from '../../lib/errors.ts';
import { planBackup } from '../../lib/kinds/backup/plan.ts';
import { runBackup } from '../../lib/kinds/backup/run.ts';
import { aRun } from '../support/a-run.ts';
import { placeOf } from '../support/test-place.ts';
import { folderSource } from '../../lib/contract/backup-ref.ts';

/**
 * Backs up every alias in a process of its own, for tests that limit, kill or duplicate it. Prints `{ result }` or `{
 * failure }` as its last line.
 */
const [url, directory] = process.argv.slice(2);
const cluster = connect({ url: url! });
try {
  const plan = await planBackup(placeOf(cluster), { source: folderSource(directory!) }, aRun());
  const result = await runBackup(placeOf(cluster), { kind: 'backup', plan }, aRun(), { pageBytes: 20_000, slices: 1 });
  process.stdout.write(`${JSON.stringify({ result })}\n`);
} catch (error) {
  process.stdout.write(`${JSON.stringify({ failure: toFailure(error) })}\n`);
} finally {
  await cluster.close();
}
