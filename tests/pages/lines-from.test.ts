import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { linesFrom } from '../../lib/pages/lines-from.ts';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lines-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function linesOf(text: string, from = 0): Promise<{ text: string; end: number }[]> {
  const file = join(directory, 'lines');
  await writeFile(file, text);
  const handle = await open(file);
  try {
    const lines = [];
    for await (const line of linesFrom(handle, from)) lines.push(line);
    return lines;
  } finally {
    await handle.close();
  }
}

test('each line has the byte behind it, from which the next page is read', async () => {
  const text = '{"a":"é"}\n{"b":1}\n';
  const lines = await linesOf(text);
  expect(lines).toEqual([
    { text: '{"a":"é"}', end: 11 },
    { text: '{"b":1}', end: 19 },
  ]);
  expect(await linesOf(text, 11)).toEqual(lines.slice(1));
});

test('what follows the last line break is no line yet', async () => {
  expect(await linesOf('{"a":1}\n{"b"')).toEqual([{ text: '{"a":1}', end: 8 }]);
});

test('lines across the parts that are read are whole', async () => {
  const line = `"${'x'.repeat(99_998)}"`;
  const lines = await linesOf(`${line}\n`.repeat(8));
  expect(lines.map(({ text }) => text.length)).toEqual(Array.from({ length: 8 }, () => 100_000));
  expect(lines.at(-1)!.end).toBe(800_008);
});
