import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { differenceFile } from '../../lib/comparing/difference-files.ts';
import { readDifferenceAt, readDifferencePage } from '../../lib/comparing/difference-page.ts';
import type { Difference } from '../../lib/contract/difference.ts';
import { failureOf } from '../support/failure-of.ts';

let directory: string;
const { signal } = new AbortController();
const COUNT = 5_000;
/** Ids that JSON escapes, that have several bytes a character, and lines that cross the chunks of the reader. */
const ids = Array.from({ length: COUNT }, (_, n) => `/pages/${n}${n % 7 === 0 ? ' "é\n' : ''}${'x'.repeat(n % 200)}`);

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'difference-page-'));
  const lines = ids.map((id, n): Difference => ({
    id,
    routing: n % 10 === 0 ? `tenant ${n}` : null,
    bucket: 'changed',
    versions: { left: '1', right: null },
    digests: { left: 'a', right: 'b' },
  }));
  writeFileSync(differenceFile(directory, 'changed'), lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(differenceFile(directory, 'onlyLeft'), '');
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const page = (from = 0, contains = '', over: { most?: number; withinMs?: number } = {}) =>
  readDifferencePage(directory, 'changed', { from, contains, most: 50, withinMs: 10_000, signal, ...over });

test('pages have every difference once, in order, and the last one says that it is the last', async () => {
  const seen: string[] = [];
  let pages = 0;
  for (let from: number | null = 0; from !== null; pages++) {
    const { found, next } = await page(from, '', { most: 77 });
    seen.push(...found.map(({ difference }) => difference.id));
    from = next;
  }
  expect(seen).toEqual(ids);
  expect(pages).toBe(Math.ceil(COUNT / 77));
});

test('a full last page has no next one', async () => {
  expect((await page(0, '', { most: COUNT })).next).toBeNull();
  expect(
    await readDifferencePage(directory, 'onlyLeft', { from: 0, contains: '', most: 5, withinMs: 1_000, signal }),
  ).toEqual({
    found: [],
    next: null,
  });
});

test('a filter finds text of ids and routings, also where JSON escapes it', async () => {
  const found = async (contains: string) => (await page(0, contains)).found.map(({ difference }) => difference.id);
  expect(await found('/pages/4321')).toEqual([ids[4321]]);
  expect(await found('tenant 4990')).toEqual([ids[4990]]);
  expect(await found('/pages/14 "é\n')).toEqual([ids[14]]);
  expect(await found('changed')).toEqual([]);
  expect((await page(0, '"é')).found).toHaveLength(50);
});

test('a search ends in time, with the place to go on', async () => {
  const first = await page(0, 'nowhere', { withinMs: 0 });
  expect(first.found).toEqual([]);
  expect(first.next).not.toBeNull();
  const found: string[] = [];
  let from: number | null = 0;
  for (let tries = 0; from !== null && tries < COUNT * 2; tries++) {
    const part = await page(from, '/pages/4999', { withinMs: 1 });
    found.push(...part.found.map(({ difference }) => difference.id));
    from = part.next;
  }
  expect(found).toEqual([ids[4999]]);
});

test('one difference is read again by its place', async () => {
  const { found } = await page(0, '/pages/3000');
  expect(await readDifferenceAt(directory, 'changed', found[0]!.at, signal)).toEqual(found[0]!.difference);
});

test('a place that begins no line, and a list that is gone, are not found', async () => {
  expect(await failureOf(page(3))).toMatchObject({ code: 'not_found' });
  expect(await failureOf(readDifferenceAt(directory, 'changed', 3, signal))).toMatchObject({ code: 'not_found' });
  expect(await failureOf(readDifferenceAt(directory, 'changed', 1e12, signal))).toMatchObject({ code: 'not_found' });
  expect(await failureOf(readDifferenceAt(directory, 'sameValues', 0, signal))).toMatchObject({
    code: 'not_found',
    hint: 'Compare again.',
  });
});
