import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import { connect } from '../lib/elasticsearch/client/client.ts';
import { releaseConsumed } from '../lib/buffers.ts';

async function* of(...chunks: Buffer[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield await Promise.resolve(chunk);
}

describe('consumed chunks', () => {
  test('are freed when the next one is in other memory, and not before', async () => {
    const first = Buffer.allocUnsafeSlow(200_000);
    const second = Buffer.allocUnsafeSlow(100_000);
    const lengths: [number, number][] = [];
    for await (const _ of releaseConsumed(of(first.subarray(0, 100_000), first.subarray(100_000), second)))
      lengths.push([first.length, second.length]);
    expect(lengths).toEqual([
      [200_000, 100_000],
      [200_000, 100_000],
      [0, 100_000],
    ]);
    expect(second.length).toBe(100_000);
  });

  test('are not freed where they are from the shared pool', async () => {
    const other = Buffer.from('another buffer');
    const small = [Buffer.from('a'), Buffer.from('b')];
    for await (const _ of releaseConsumed(of(...small, Buffer.allocUnsafeSlow(100_000)))) void _;
    expect([String(other), ...small.map(String)]).toEqual(['another buffer', 'a', 'b']);
  });

  test.each([7, 300, 5_000, 70_000, 1_000_000])(
    'of a response in parts of %i bytes are complete, also for a slow consumer',
    async (part) => {
      const whole = randomBytes(Math.min(6_000_000, part * 20_000));
      const server = createServer((_, response) => {
        response.setHeader('content-type', 'application/json');
        for (let at = 0; at < whole.length; at += part) response.write(whole.subarray(at, at + part));
        response.end();
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      const cluster = connect({ url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` });
      const hash = createHash('sha256');
      let count = 0;
      for await (const chunk of releaseConsumed(
        (await cluster.requestBytes({ method: 'GET', path: '/_search', responseSize: 'documents' })).body,
      )) {
        // Pauses for several reads now and then: what arrives meanwhile shares one memory.
        if (count++ % 20 === 0) await sleep(3);
        hash.update(chunk);
      }
      expect(hash.digest('hex')).toBe(createHash('sha256').update(whole).digest('hex'));
      await cluster.close();
      server.close();
    },
  );
});
