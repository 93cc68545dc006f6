import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { namesOf } from '../../../lib/contract/by-name.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { anything, named, object } from '../../../lib/elasticsearch/client/shape.ts';
import { failureOf } from '../../support/failure-of.ts';

test('a bulk of megabytes is cancelled at once', async () => {
  const server = createServer((socket) => socket.on('error', () => undefined).resume());
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cluster = connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
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
  server.close();
});

/** A server that answers every request with this status and these parts of JSON. */
async function startResponder(status: number, parts: (write: (text: string) => Promise<void>) => Promise<void>) {
  const sent = { bytes: 0 };
  const server = createHttpServer((request, response) => {
    request.resume();
    response.on('error', () => undefined);
    response.writeHead(status, { 'content-type': 'application/json' });
    const write = (text: string) =>
      new Promise<void>((resolve) => {
        if (response.destroyed) return resolve();
        sent.bytes += text.length;
        if (response.write(text)) return resolve();
        const resume = () => {
          response.off('drain', resume).off('close', resume);
          resolve();
        };
        response.on('drain', resume).on('close', resume);
      });
    void parts(write).then(() => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cluster = connect({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
  return {
    cluster,
    sent,
    async close() {
      await cluster.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

const megabyte = `"${'x'.repeat(1024 ** 2 - 3)}",`;

test('a response above its limit fails, with the request and the limit in the message', async () => {
  const { cluster, sent, close } = await startResponder(200, async (write) => {
    await write('[');
    for (let n = 0; n < 300; n++) await write(megabyte);
    await write('1]');
  });
  for (const [size, mb] of [
    ['small', 4],
    ['definition', 32],
    ['list', 48],
  ] as const) {
    sent.bytes = 0;
    const failure = await failureOf(
      cluster.request({ method: 'GET', path: '/_cluster/health', shape: anything, responseSize: size }),
    );
    expect(failure.code).toBe('cluster_error');
    expect(failure.message).toBe(`The answer to GET /_cluster/health is larger than ${mb} MB; the rest was not read.`);
    expect(failure.hint).toMatch(/curl/);
    expect(sent.bytes).toBeLessThan((mb + 20) * 1024 ** 2);
  }
  await close();
});

test('a large response within its limit is parsed without blocking the thread for 200 ms', async () => {
  const { cluster, close } = await startResponder(200, async (write) => {
    await write('{"indices":{');
    for (let n = 0; n < 100_000; n++)
      await write(
        `${n === 0 ? '' : ','}"index-with-a-longer-name-${n}":{"status":"green","shards":[1,2,3],"more":{"a":"b"}}`,
      );
    await write('}}');
  });
  // Of this thread's own work: on a busy machine a timer is late without it.
  const workedMs = () => {
    const { system, user } = process.threadCpuUsage();
    return (system + user) / 1000;
  };
  let longest = 0;
  let last = workedMs();
  const timer = setInterval(() => {
    longest = Math.max(longest, workedMs() - last);
    last = workedMs();
  }, 5);
  const response = await cluster.request({
    method: 'GET',
    path: '/_all',
    shape: object({ indices: named(anything) }),
    responseSize: 'list',
  });
  clearInterval(timer);
  expect(namesOf(response.indices)).toHaveLength(100_000);
  expect(longest).toBeLessThan(200);
  await close();
}, 60_000);

test('an error with a reason of megabytes has its code, its type and the beginning of its reason', async () => {
  const reason = `no room for \\"this\\" ${'because '.repeat(250_000)}`;
  const { cluster, close } = await startResponder(400, async (write) => {
    await write(`{"error":{"root_cause":[{"type":"resource_already_exists_exception","reason":"${reason}"}],`);
    await write(`"type":"resource_already_exists_exception","reason":"${reason}"},"status":400}`);
  });
  const failure = await failureOf(cluster.request({ method: 'PUT', path: '/some', shape: anything }));
  expect(failure.code).toBe('index_exists');
  expect(failure.message).toMatch(/^The cluster refused PUT \/some: no room for "this" because /);
  expect(failure.message.length).toBeLessThan(1_200);
  expect(JSON.stringify(failure.details).length).toBeLessThan(2_000);
  await close();
});
