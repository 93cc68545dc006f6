import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createTemporary } from '../../lib/importing/temporary-files.ts';
import { failureOf } from '../support/failure-of.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'restore-desk-temporary-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('cancelled between its folder and itself, or just after, a file leaves nothing', async () => {
  for (const at of ['between', 'after']) {
    const abort = new AbortController();
    const creating = createTemporary(directory, 'unpacked', abort.signal, () => {
      if (at === 'between') abort.abort();
      else setImmediate(() => abort.abort());
    });
    expect((await failureOf(creating)).code).toBe('cancelled');
    expect(readdirSync(directory)).toEqual([]);
  }
});
