import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readBackupFile } from './read-backup-file.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));

test('the reader reads a file of es_dump_restore', async () => {
  const { documents, promised, manifest } = await readBackupFile(fixture('government.zip'));
  expect([documents.size, promised, manifest]).toEqual([400, 400, null]);
  expect(documents.get('/government/1')?.source).toContain('"content_id_hash":9007199254740994');
});

test('the reader returns the number of documents that an incomplete file promised', async () => {
  const { documents, promised } = await readBackupFile(fixture('partial-dump.zip'));
  expect(documents.size).toBeLessThan(promised);
});
