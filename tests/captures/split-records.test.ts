import { expect, test } from 'vitest';
import type { SplitRecord } from '@/lib/captures/split-record';
import { RecordSplitter } from '@/lib/captures/split-records';
import { captureOf, postOf, readAll, recordOf, SEPARATOR_TEXT } from './captures';

const MEBIBYTE = 1024 * 1024;

function split(text: string, maxRecordBytes: number, chunkBytes = 700): SplitRecord[] {
  const splitter = new RecordSplitter({ maxRecordBytes });
  const bytes = Buffer.from(text, 'utf8');
  const records: SplitRecord[] = [];
  const take = (atEnd: boolean) => {
    for (let record = splitter.next(atEnd); record !== null; record = splitter.next(atEnd)) records.push(record);
  };
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    splitter.append(bytes.subarray(at, at + chunkBytes));
    take(false);
  }
  take(true);
  return records;
}

const TOO_LONG = { kind: 'malformed', why: 'It is longer than 1 MiB.' };

test('skips a record that is too long to the next separator', () => {
  const first = recordOf(postOf('n=1'));
  const records = split(first + recordOf('x'.repeat(2 * MEBIBYTE)) + recordOf(postOf('n=2')), MEBIBYTE);
  expect(records.map(({ problem }) => problem)).toEqual([null, TOO_LONG, null]);
  expect(records[1]!.position).toBe(Buffer.byteLength(first));
});

test('skips a record without end to the end of the file', () => {
  const records = split('x'.repeat(3 * MEBIBYTE), MEBIBYTE);
  expect(records.map(({ problem, position }) => [problem, position])).toEqual([[TOO_LONG, 0]]);
});

test('says the same of a record that arrives in one piece', () => {
  const text = recordOf('x'.repeat(2 * MEBIBYTE)) + recordOf(postOf('n=2'));
  expect(split(text, MEBIBYTE, 8 * MEBIBYTE).map(({ problem }) => problem)).toEqual([TOO_LONG, null]);
});

test('does not put more pieces together than a record may be long', () => {
  const head = 'POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n';
  const records = split(recordOf(head) + `x${SEPARATOR_TEXT}`.repeat(100_000), MEBIBYTE, 64 * 1024);
  expect(records[0]!.problem).toEqual(TOO_LONG);
});

test('reads a body of very many separators in one go', () => {
  const body = SEPARATOR_TEXT.repeat(200_000);
  const chunks = 'e\r\n' + SEPARATOR_TEXT + '\r\n';
  const chunkedBody = `POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n${chunks.repeat(100_000)}0\r\n\r\n`;
  const began = performance.now();
  const records = split(recordOf(postOf(body)) + recordOf(chunkedBody), 64 * MEBIBYTE, 64 * 1024);
  expect(records.map(({ messages }) => messages[0]!.body.length)).toEqual([2_800_000, 1_400_000]);
  expect(performance.now() - began).toBeLessThan(5_000);
});

test('leaves what was found before as it was', () => {
  const texts = Array.from({ length: 200 }, (_, n) => `n=${n},${'x'.repeat((n * 37) % 900)}`);
  const records = split(texts.map((text) => recordOf(postOf(text))).join(''), MEBIBYTE, 333);
  expect(records.map(({ messages }) => messages[0]!.body.toString())).toEqual(texts);
});

test('reads an endless record in little memory', async () => {
  const piece = Buffer.alloc(MEBIBYTE, 'x');
  const file = {
    ...captureOf(''),
    bytes: 300 * MEBIBYTE,
    async *open(_: AbortSignal, { start = 0, end = 300 * MEBIBYTE } = {}) {
      for (let at = start; at < end; at += MEBIBYTE) yield piece.subarray(0, Math.min(MEBIBYTE, end - at));
    },
  };
  const { found } = await readAll([file]);
  expect(found).toEqual([{ kind: 'malformed', why: 'It is longer than 64 MiB.', file: 0, offset: 0 }]);
});
