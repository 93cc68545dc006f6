import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { connect } from '../../lib/elasticsearch/client.ts';
import { failureOf } from '../support/failure-of.ts';

test('a bulk of megabytes that is given up is given up at once, and nothing stands still meanwhile', async () => {
  const silent = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const cluster = connect({ url: `http://127.0.0.1:${(silent.address() as AddressInfo).port}` });
  const stop = new AbortController();
  const sending = failureOf(
    cluster.requestBytes({
      method: 'POST',
      path: '/some/_bulk',
      ndjson: Buffer.alloc(5 * 1024 * 1024, '{}\n'),
      signal: stop.signal,
    }),
  );
  await new Promise((resolve) => setTimeout(resolve, 200));
  const began = performance.now();
  stop.abort();
  expect((await sending).code).toBe('cancelled');
  expect(performance.now() - began).toBeLessThan(1_000);
  await cluster.close();
  silent.close();
});
