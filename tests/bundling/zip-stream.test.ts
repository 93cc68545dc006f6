import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openZip } from '../../lib/archive/read-zip.ts';
import { storedSize } from '../../lib/bundling/stored-size.ts';
import { exactly, zipStream, type ZipPart } from '../../lib/bundling/zip-stream.ts';
import { AppError } from '../../lib/errors.ts';
import { failureOf } from '../support/failure-of.ts';

const AT = new Date('2026-11-29T12:00:00Z');
const NEVER = new AbortController().signal;

let directory: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'zip-stream-'));
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const part = (name: string, content: ZipPart['content'], method: ZipPart['method'] = 'store'): ZipPart => ({
  name,
  modifiedAt: AT,
  method,
  content,
});

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) {
    await new Promise(setImmediate);
    yield Buffer.from(text);
  }
}

async function written(stream: Readable): Promise<string> {
  const file = join(directory, `${String(Math.random())}.zip`);
  await pipeline(stream, createWriteStream(file));
  return file;
}

/** The content of each entry, by our own reader, in order. */
async function contentsOf(file: string): Promise<[name: string, text: string][]> {
  const zip = await openZip(file);
  const found: [string, string][] = [];
  for (const entry of zip.table.entries) {
    const read: Buffer[] = [];
    for await (const piece of zip.read(entry)) read.push(piece);
    found.push([entry.name, Buffer.concat(read).toString()]);
  }
  await zip.close();
  return found;
}

test('a zip has its parts in order with their bytes, also empty ones and names that are not ASCII', async () => {
  const parts = [
    part('contents.txt', Buffer.from('what is in it'), 'deflate'),
    part('gouvernement-é+%&=~/ä b.zip', () => pieces('one', '', 'two')),
    part('empty.txt', Buffer.alloc(0), 'deflate'),
    part('nothing.ndjson', () => pieces()),
    part('long.txt', () => pieces(...Array.from({ length: 500 }, () => 'a line\n'.repeat(500))), 'deflate'),
  ];
  expect(await contentsOf(await written(zipStream(parts, NEVER)))).toEqual([
    ['contents.txt', 'what is in it'],
    ['gouvernement-é+%&=~/ä b.zip', 'onetwo'],
    ['empty.txt', ''],
    ['nothing.ndjson', ''],
    ['long.txt', 'a line\n'.repeat(250_000)],
  ]);
});

test('a zip without parts is a zip', async () => {
  expect(await contentsOf(await written(zipStream([], NEVER)))).toEqual([]);
});

test.each([
  ['no part', []],
  ['one', [['a.zip', 'x'.repeat(5)]]],
  [
    'several, with long and non-ASCII names',
    [
      ['é/ü.zip', ''],
      ['b'.repeat(250), 'y'.repeat(300_000)],
      ['c', 'z'],
    ],
  ],
] as [string, [string, string][]][])('the size of a stored zip is known before it is written: %s', async (_, files) => {
  const parts = files.map(([name, text]) => part(name, () => pieces(text)));
  const file = await written(zipStream(parts, NEVER));
  expect(statSync(file).size).toBe(storedSize(files.map(([name, text]) => ({ name, bytes: Buffer.byteLength(text) }))));
});

test('a size that needs ZIP64 is not said', () => {
  expect(storedSize([{ name: 'a', bytes: 0xffffffff - 22 - 92 - 2 - 1 }])).toBe(0xfffffffe);
  expect(storedSize([{ name: 'a', bytes: 0xffffffff - 22 - 92 - 2 }])).toBeNull();
});

describe('a zip fails, and what was written is no zip,', () => {
  test.each<[string, ZipPart['content']]>([
    [
      'where a part throws',
      async function* () {
        yield* pieces('begun');
        throw new AppError('disk', 'The disk failed.');
      },
    ],
    ['where a part has fewer bytes than it said', () => exactly(pieces('12345'), 6, 'a.zip')],
    ['where a part has more bytes than it said', () => exactly(pieces('123', '45'), 4, 'a.zip')],
  ])('%s', async (_, content) => {
    let opened = 0;
    const counted = () => {
      opened++;
      return pieces('never');
    };
    const stream = zipStream(
      [part('first', () => pieces('whole')), part('second', content), part('third', counted)],
      NEVER,
    );
    const read: Buffer[] = [];
    const failure = await failureOf(
      (async () => {
        for await (const piece of stream) read.push(piece as Buffer);
      })(),
    );
    expect(failure).toMatchObject({ code: 'disk' });
    expect(opened).toBe(0);
    expect(Buffer.concat(read).includes(Buffer.from('PK\x05\x06', 'latin1'))).toBe(false);
  });
});

describe('a part that is being read is closed, and no other opened,', () => {
  const endless = (state: { opened: number; closed: number; read: number }) =>
    async function* (): AsyncGenerator<Buffer> {
      state.opened++;
      try {
        for (;;) {
          state.read += 64 * 1024;
          yield Buffer.alloc(64 * 1024, 'x');
        }
      } finally {
        state.closed++;
      }
    };

  test('when the reader leaves', async () => {
    const state = { opened: 0, closed: 0, read: 0 };
    const stream = zipStream([part('a', endless(state)), part('b', endless(state))], NEVER);
    for await (const piece of stream) if ((piece as Buffer).length > 0 && state.read > 1_000_000) break;
    await expect.poll(() => state.closed).toBe(1);
    const { read } = state;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(state).toEqual({ opened: 1, closed: 1, read });
  });

  test('when the request is aborted', async () => {
    const state = { opened: 0, closed: 0, read: 0 };
    const abort = new AbortController();
    const stream = zipStream([part('a', endless(state)), part('b', endless(state))], abort.signal);
    const failure = await failureOf(
      (async () => {
        for await (const _ of stream) if (state.read > 1_000_000) abort.abort();
      })(),
    );
    expect(failure.code).toBe('cancelled');
    await expect.poll(() => state.closed).toBe(1);
    expect(state.opened).toBe(1);
  });

  test('and nothing is read ahead of a slow reader but a few buffers', async () => {
    const state = { opened: 0, closed: 0, read: 0 };
    const stream = zipStream([part('a', endless(state))], NEVER);
    await new Promise<void>((resolve) => stream.once('readable', () => resolve()));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(state.read).toBeLessThan(4 * 1024 * 1024);
    stream.destroy();
    await expect.poll(() => state.closed).toBe(1);
  });
});

test('half a gigabyte passes with bounded memory, and its size is what was said', async () => {
  const bytes = 512 * 1024 * 1024;
  const piece = Buffer.alloc(256 * 1024, 'y');
  const many = async function* (): AsyncGenerator<Buffer> {
    for (let sent = 0; sent < bytes; sent += piece.length) yield piece;
  };
  let [most, total] = [0, 0];
  const before = process.memoryUsage.rss();
  for await (const read of zipStream([part('a', many), part('b', () => pieces('end'))], NEVER)) {
    total += (read as Buffer).length;
    most = Math.max(most, process.memoryUsage.rss() - before);
  }
  expect(total).toBe(
    storedSize([
      { name: 'a', bytes },
      { name: 'b', bytes: 3 },
    ]),
  );
  expect(most).toBeLessThan(128 * 1024 * 1024);
});
