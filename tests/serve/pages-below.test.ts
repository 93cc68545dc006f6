import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cancelled } from '../../lib/errors.ts';
import { pagesFolder } from '../../lib/places.mjs';
import { readInsertions } from '../../lib/serve/built-pages.ts';
import { pagesBelow } from '../../lib/serve/pages-below.ts';
import { removeUnusedCopies, USED_BY } from '../../lib/serve/remove-unused-copies.ts';
import { build } from '../../scripts/build.ts';
import { failureOf } from '../support/failure-of.ts';

let data: string;
beforeAll(async () => {
  expect(await build()).toBeNull();
}, 600_000);
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'pages-below-'));
});
afterEach(() => {
  chmodSync(data, 0o700);
  rmSync(data, { recursive: true, force: true });
});

const copies = () => readdirSync(join(data, 'pages'));
const marksIn = (copy: string) => readdirSync(copy).filter((name) => name.startsWith(USED_BY));
/** The mark of a process elsewhere, which counts as dead a day later. */
const DEAD = `${USED_BY}1-000000000000-000000000000-0000000000000000`;
const ROUTES = 'routes-manifest.json';

test('without a sub-path nothing is copied', async () => {
  expect(await pagesBelow('', data)).toBe(pagesFolder());
  expect(readdirSync(data)).toEqual([]);
});

test('a copy has the sub-path everywhere, what does not have it as it was, and is used again', async () => {
  const copy = await pagesBelow('/tools/desk', data);
  expect(copies()).toHaveLength(1);
  const { basePath, redirects } = JSON.parse(readFileSync(join(copy, ROUTES), 'utf8')) as {
    basePath: string;
    redirects: { source: string }[];
  };
  expect(basePath).toBe('/tools/desk');
  expect(redirects.map(({ source }) => source)).toContain('/tools/desk/:cluster/record');
  for (const file of Object.keys(readInsertions(pagesFolder())).filter((name) => name.endsWith('.js')))
    expect(readFileSync(join(copy, file), 'utf8'), file).toContain('/tools/desk');
  expect(readFileSync(join(copy, 'BUILD_ID'), 'utf8')).toBe(readFileSync(join(pagesFolder(), 'BUILD_ID'), 'utf8'));
  expect(existsSync(join(copy, 'node_modules/next/package.json'))).toBe(true);

  const { ino } = statSync(join(copy, ROUTES));
  expect(await pagesBelow('/tools/desk', data)).toBe(copy);
  expect(statSync(join(copy, ROUTES)).ino).toBe(ino);
});

test('sub-paths that differ in one sign have copies of their own', async () => {
  const [one, other] = [await pagesBelow('/a/b', data), await pagesBelow('/a~b', data)];
  expect(one).not.toBe(other);
  expect(copies()).toHaveLength(2);
});

test('two that start at one moment have one copy', async () => {
  const [one, other] = await Promise.all([pagesBelow('/desk', data), pagesBelow('/desk', data)]);
  expect(one).toBe(other);
  expect(copies()).toHaveLength(1);
});

test('a copy with an emptied file, a missing file or a missing dependency is made again', async () => {
  const copy = await pagesBelow('/desk', data);
  for (const damage of [
    () => writeFileSync(join(copy, ROUTES), ''),
    () => rmSync(join(copy, 'BUILD_ID')),
    () => rmSync(join(copy, 'node_modules/next')),
  ]) {
    damage();
    expect(await pagesBelow('/desk', data)).toBe(copy);
    expect(readFileSync(join(copy, ROUTES), 'utf8')).toContain('"/desk"');
    expect(readFileSync(join(copy, 'BUILD_ID'), 'utf8')).not.toBe('');
    expect(existsSync(join(copy, 'node_modules/next/package.json'))).toBe(true);
  }
});

test('a signal ends the copying, and leaves nothing', async () => {
  const stopping = new AbortController();
  const copying = pagesBelow('/desk', data, stopping.signal);
  setTimeout(() => stopping.abort(cancelled()), 20);
  expect(await failureOf(() => copying)).toMatchObject({ code: 'cancelled' });
  expect(copies()).toEqual([]);
});

test('what is in the way is named', async () => {
  writeFileSync(join(data, 'pages'), 'a file');
  expect(await failureOf(() => pagesBelow('/desk', data))).toMatchObject({
    code: 'disk',
    message: expect.stringContaining(join(data, 'pages')) as string,
  });
});

test('copies that a living process uses stay, and all others go', async () => {
  const used = await pagesBelow('/desk', data);
  const left = await pagesBelow('/left', data);
  for (const mark of marksIn(left)) rmSync(join(left, mark));
  for (const copy of [used, left]) {
    writeFileSync(join(copy, DEAD), '');
    utimesSync(join(copy, DEAD), 0, 0);
  }
  mkdirSync(join(data, 'pages', 'unfinished,x'));
  removeUnusedCopies(data);
  expect(copies().map((name) => join(data, 'pages', name))).toEqual([used]);
  expect(marksIn(used)).toHaveLength(1);
  removeUnusedCopies(join(data, 'nothing'));
});
