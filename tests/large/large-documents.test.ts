import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { measure } from '../../bench/measure.ts';
import { seedIndex, startServer, type SeedDocument, type Server } from '../support/elasticsearch.ts';

const PEAK_MB = 250;
const DOCUMENT_BYTES = 20 * 1024 ** 2;
const bin = fileURLToPath(new URL('../../bin/restore-desk.mjs', import.meta.url));
const directory = mkdtempSync(join(tmpdir(), 'restore-desk-large-documents-'));
let server: Server;

function* documents(of: string): Generator<SeedDocument> {
  for (let n = 0; n < 12; n++)
    yield {
      id: `${of}-${n}`,
      source: `{"n":${n},"text":"${`${of} ${n} report café leave benefit `.repeat(DOCUMENT_BYTES / 32)}"}`,
    };
}

beforeAll(async () => {
  server = await startServer({ heapMb: 1536 });
  for (const index of ['one', 'two'])
    await seedIndex(server.url, index, {
      settings: { number_of_shards: 2 },
      mappings: { enabled: false },
      documents: documents(index),
    });
}, 600_000);
afterAll(async () => {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
});

/** Runs a command with --json. Resolves to its result and the peak memory of its process. */
async function measureCommand(...args: string[]): Promise<{ result: Record<string, unknown>; peakMb: number }> {
  const { lastLine, peakMb, seconds } = await measure(bin, [...args, '--json'], {
    RESTORE_DESK_DATA: join(directory, 'data'),
  });
  process.stderr.write(`${args[0]!}: ${peakMb.toFixed(0)} MB, ${seconds.toFixed(0)} s\n`);
  return { result: JSON.parse(lastLine) as Record<string, unknown>, peakMb };
}

describe('documents of 20 MB', () => {
  let file: string;

  test(`of two indices at once, in slices, are backed up by a process that uses less than ${PEAK_MB} MB`, async () => {
    const { result, peakMb } = await measureCommand(
      'backup',
      server.url,
      join(directory, 'backups'),
      '--index',
      'one',
      '--index',
      'two',
    );
    expect(result).toMatchObject({ documents: 24 });
    file = (result['backups'] as { file: string }[])[0]!.file;
    expect(peakMb).toBeLessThan(PEAK_MB);
  }, 300_000);

  test(`are restored and compared by a process that uses less than ${PEAK_MB} MB`, async () => {
    const { result, peakMb } = await measureCommand('restore', server.url, file, '--into', 'again', '--no-switch');
    expect(result).toMatchObject({ documents: 12, check: { verdict: 'equal' } });
    expect(peakMb).toBeLessThan(PEAK_MB);
  }, 300_000);
});
