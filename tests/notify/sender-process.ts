import { JobStore } from '../../lib/jobs/store/job-store.ts';
import { Sender } from '../../lib/notify/sender.ts';
import { channelTo, notified } from './sending.ts';

/** A process that sends what waits in a data directory to a receiver, for tests that end it. Prints `ready`. */
const [dataDirectory, url] = process.argv.slice(2);
const store = JobStore.open(dataDirectory!);
new Sender({ store: () => store, configuration: notified([channelTo(url!)]) }).start();
process.stdout.write('ready\n');
setInterval(() => {}, 1000);
