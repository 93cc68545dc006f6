import type { Cluster } from '../../../lib/elasticsearch/client/cluster.ts';
import { AppError } from '../../../lib/errors.ts';
import { placeOf } from '../../support/test-place.ts';
import { scheduledRunner } from './scheduling.ts';

/**
 * A server process that runs schedules, for tests that end it. Its cluster refuses each request ("refuse"), or never answers
 * ("hang"). Prints `ready`.
 */
const [dataDirectory, answer] = process.argv.slice(2);
const respond = (): Promise<never> =>
  answer === 'hang' ? new Promise(() => {}) : Promise.reject(new AppError('unauthorised', 'No such user.'));
const cluster: Cluster = {
  url: 'http://127.0.0.1:9',
  identity: respond,
  request: respond,
  requestBytes: respond,
  close: () => Promise.resolve(),
};
const runner = scheduledRunner(dataDirectory!, { place: () => placeOf(cluster) });
process.on('SIGTERM', () => void runner.stop(500).then(() => process.exit(0)));
runner.startPolling();
process.stdout.write('ready\n');
setInterval(() => {}, 1000);
