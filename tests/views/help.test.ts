import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { DOCUMENTS } from '@/app/[cluster]/help/documents.ts';
import { WORDS } from '@/app/[cluster]/help/words.ts';

test('every document that the help page names exists', () => {
  for (const { file } of DOCUMENTS)
    expect(existsSync(fileURLToPath(new URL(`../../docs/${file}`, import.meta.url))), file).toBe(true);
});

test('every word is explained once', () => {
  const words = WORDS.map(({ word }) => word);
  expect(new Set(words).size).toBe(words.length);
});
