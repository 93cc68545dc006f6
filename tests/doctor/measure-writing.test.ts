import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listFolder } from '../../lib/backups/folder/list-folder.ts';
import { measureWriting } from '../../lib/doctor/measure-writing.ts';
import { filesOf } from '../../lib/files/files.ts';
import { newProcessMark } from '../../lib/process-mark.ts';
import { failureOf } from '../support/failure-of.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'measure-writing-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const never = new AbortController().signal;

test('measures, and leaves nothing', async () => {
  const measured = await measureWriting(folder, never);
  expect(measured.writeMs).toBeGreaterThan(0);
  expect(measured.fsyncMs).toBeGreaterThan(0);
  expect(readdirSync(folder)).toEqual([]);
});

test('what a killed process left is no backup, and is removed by the next check; that of a living one stays', async () => {
  const dead = `.restore-desk-doctor-${newProcessMark().replace(/^\d+/, '2000000000')}.partial`;
  const living = `.restore-desk-doctor-${newProcessMark()}.partial`;
  for (const name of [dead, living, '.restore-desk-doctor-of-a-person.partial', 'notes.txt'])
    writeFileSync(join(folder, name), 'half');
  expect(await listFolder(filesOf(folder))).toEqual({ found: [], unread: [] });
  await measureWriting(folder, never);
  expect(readdirSync(folder).sort()).toEqual(['.restore-desk-doctor-of-a-person.partial', living, 'notes.txt'].sort());
});

test('cancelled half-way, it leaves nothing', async () => {
  const stop = new AbortController();
  const measuring = measureWriting(folder, stop.signal);
  setTimeout(() => stop.abort(), 5);
  await measuring.catch(() => undefined);
  await expect.poll(() => readdirSync(folder)).toEqual([]);
  stop.abort();
  expect(await failureOf(measureWriting(folder, stop.signal))).toMatchObject({ code: 'cancelled' });
  expect(readdirSync(folder)).toEqual([]);
});
