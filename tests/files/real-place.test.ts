import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { overlap, realPlace } from '../../lib/files/real-place.ts';

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'real-place-')));
  mkdirSync(join(folder, 'one/inner/deep'), { recursive: true });
  mkdirSync(join(folder, 'other'));
  mkdirSync(join(folder, 'one-more'));
  symlinkSync(join(folder, 'one'), join(folder, 'link'));
  symlinkSync('link', join(folder, 'chain'));
  symlinkSync(join(folder, 'one/inner'), join(folder, 'into'));
  symlinkSync(join(folder, 'one/to-be-made'), join(folder, 'dangling'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const overlapping = async (a: string, b: string) =>
  overlap(await realPlace(join(folder, a)), await realPlace(join(folder, b)));

describe('two folders overlap', () => {
  test.each([
    ['one', 'one/'],
    ['one', 'other/../one/.'],
    ['one', 'link'],
    ['link', 'chain'],
    ['one', 'one/inner/deep'],
    ['link', 'one/inner'],
    ['one', 'into'],
    ['chain', 'into/deep'],
    ['', 'other'],
    ['one/not-there', 'link/not-there'],
    ['one', 'link/not-there/yet'],
    ['one', 'dangling'],
    ['one/to-be-made/x', 'dangling'],
  ])('%j and %j', async (a, b) => {
    expect([await overlapping(a, b), await overlapping(b, a)]).toEqual([true, true]);
  });
});

describe('two folders do not overlap', () => {
  test.each([
    ['one', 'other'],
    ['one', 'one-more'],
    ['one/inner', 'one/not-there'],
    ['other', 'dangling'],
    ['not-there', 'not-there-either'],
  ])('%j and %j', async (a, b) => {
    expect([await overlapping(a, b), await overlapping(b, a)]).toEqual([false, false]);
  });
});

test('the place of a folder changes when it is created or replaced by a link', async () => {
  expect(await overlapping('one', 'later')).toBe(false);
  symlinkSync(join(folder, 'one'), join(folder, 'later'));
  expect(await overlapping('one', 'later')).toBe(true);
  rmSync(join(folder, 'other'), { recursive: true });
  symlinkSync(join(folder, 'into'), join(folder, 'other'));
  expect(await overlapping('one', 'other')).toBe(true);
});

test('a loop of links throws the error of the system', async () => {
  symlinkSync(join(folder, 'loop'), join(folder, 'loop'));
  await expect(realPlace(join(folder, 'loop'))).rejects.toThrow('ELOOP');
});
