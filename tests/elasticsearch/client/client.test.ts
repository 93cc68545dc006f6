import { createServer as createHttpServer } from 'node:http';
import { createServer, type AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { namesOf } from '../../../lib/contract/by-name.ts';
import { connect } from '../../../lib/elasticsearch/client/client.ts';
import { anything, named, object } from '../../../lib/elasticsearch/client/shape.ts';
import { failureOf } from '../../support/failure-of.ts';

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

/** Answers every request with this many bytes of JSON, whatever is asked. */
async function answering(status: number, parts: (write: (text: string) => Promise<void>) => Promise<void>) {
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
        const goOn = () => {
          response.off('drain', goOn).off('close', goOn);
          resolve();
        };
        response.on('drain', goOn).on('close', goOn);
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

test('an answer beyond its limit is left, with a sentence that names the request and the limit', async () => {
  const { cluster, sent, close } = await answering(200, async (write) => {
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
      cluster.request({ method: 'GET', path: '/_cluster/health', answer: anything, size }),
    );
    expect(failure.code).toBe('cluster_error');
    expect(failure.message).toBe(`The answer to GET /_cluster/health is larger than ${mb} MB; the rest was not read.`);
    expect(failure.hint).toMatch(/curl/);
    expect(sent.bytes).toBeLessThan((mb + 20) * 1024 ** 2);
  }
  await close();
});

test('what is within its limit is read, however large, and others are served meanwhile', async () => {
  const { cluster, close } = await answering(200, async (write) => {
    await write('{"indices":{');
    for (let n = 0; n < 100_000; n++)
      await write(
        `${n === 0 ? '' : ','}"index-with-a-longer-name-${n}":{"status":"green","shards":[1,2,3],"more":{"a":"b"}}`,
      );
    await write('}}');
  });
  let longest = 0;
  let last = performance.now();
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  const answer = await cluster.request({
    method: 'GET',
    path: '/_all',
    answer: object({ indices: named(anything) }),
    size: 'list',
  });
  clearInterval(timer);
  expect(namesOf(answer.indices)).toHaveLength(100_000);
  expect(longest).toBeLessThan(200);
  await close();
}, 60_000);

test('of a refusal with a reason of megabytes the code, the type and the beginning of the reason are kept', async () => {
  const reason = `no room for \\"this\\" ${'because '.repeat(250_000)}`;
  const { cluster, close } = await answering(400, async (write) => {
    await write(`{"error":{"root_cause":[{"type":"resource_already_exists_exception","reason":"${reason}"}],`);
    await write(`"type":"resource_already_exists_exception","reason":"${reason}"},"status":400}`);
  });
  const failure = await failureOf(cluster.request({ method: 'PUT', path: '/some', answer: anything }));
  expect(failure.code).toBe('index_exists');
  expect(failure.message).toMatch(/^The cluster refused PUT \/some: no room for "this" because /);
  expect(failure.message.length).toBeLessThan(1_200);
  expect(JSON.stringify(failure.details).length).toBeLessThan(2_000);
  await close();
});
