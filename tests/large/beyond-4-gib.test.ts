import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { FLAGS } from '../../bin/flags.mjs';
import { programPath } from '../../scripts/servers/system-packages.ts';
import { startServer, type Server } from '../support/elasticsearch.ts';

const GIB = 1024 ** 3;
const PEAK_MB = 250;
const run = promisify(execFile);
const script = fileURLToPath(new URL('large-file-process.ts', import.meta.url));
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'restore-desk-large-'));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface ProcessResult {
  file: string;
  fileBytes: number;
  documents: number;
  objectsBytes: number;
  digest: string;
  peakMb: number;
  status?: string;
  verdict?: string;
}

/** Runs large-file-process.ts with the command line's Node flags. */
async function runInProcess(...args: string[]): Promise<ProcessResult> {
  const { stdout } = await run(process.execPath, ['--disable-warning=ExperimentalWarning', ...FLAGS, script, ...args], {
    maxBuffer: 10_000_000,
  });
  process.stderr.write(`${args[0]!}: ${stdout}\n`);
  return JSON.parse(stdout) as ProcessResult;
}

/** Reads the entry `objects` to its end, which checks sizes and CRC, and counts its lines. */
const PYTHON = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as z:
    lines = 0
    with z.open('objects') as f:
        while True:
            block = f.read(1 << 20)
            if not block: break
            lines += block.count(b'\\n')
    print(lines, z.getinfo('objects').file_size, z.getinfo('objects').compress_size)
`;

async function expectReadableByOtherTools({ file, documents, objectsBytes }: ProcessResult): Promise<void> {
  const python = programPath('python3');
  const unzip = programPath('unzip');
  expect(python ?? unzip).toBeTruthy();
  if (python) {
    const { stdout } = await run(python, ['-c', PYTHON, file]);
    expect(stdout.trim().split(' ').slice(0, 2).map(Number)).toEqual([documents * 2, objectsBytes]);
  }
  if (unzip) expect((await run(unzip, ['-tq', file])).stdout).toMatch(/No errors/);
}

describe('objects of more than 4 GiB', () => {
  let written: ProcessResult;
  let backedUp: ProcessResult;
  let server: Server | null = null;
  const LIMIT_MS = 900_000;
  afterAll(() => server?.stop());

  test(
    `are written deflated by a process that uses less than ${PEAK_MB} MB`,
    async () => {
      written = await runInProcess('write', join(directory, 'deflated'), '1', String(4.3 * GIB));
      expect(written.objectsBytes).toBeGreaterThan(4 * GIB);
      expect(written.peakMb).toBeLessThan(PEAK_MB);
    },
    LIMIT_MS,
  );

  test(
    `are verified to the last line by a process that uses less than ${PEAK_MB} MB`,
    async () => {
      const read = await runInProcess('verify', written.file);
      expect(read).toMatchObject({ documents: written.documents, objectsBytes: written.objectsBytes });
      expect(read.peakMb).toBeLessThan(PEAK_MB);
    },
    LIMIT_MS,
  );

  test('are readable by other tools', () => expectReadableByOtherTools(written), LIMIT_MS);

  test(
    `are restored to a real server and compared by a process that uses less than ${PEAK_MB} MB`,
    async () => {
      server = await startServer({ heapMb: 1024 });
      const restored = await runInProcess('restore', written.file, server.url, 'large-again');
      expect(restored).toMatchObject({
        status: 'done',
        verdict: 'equal',
        documents: written.documents,
        objectsBytes: written.objectsBytes,
      });
      expect(restored.peakMb).toBeLessThan(PEAK_MB);
      await rm(written.file);
    },
    LIMIT_MS,
  );

  test(
    `are backed up uncompressed, with the same content, into more than 4 GiB by a process that uses less than ${PEAK_MB} MB`,
    async () => {
      backedUp = await runInProcess('back-up', join(directory, 'stored'), server!.url, 'large-again');
      // A server's documents have versions, which are in the action lines; the digest is of ids, routing and sources.
      expect(backedUp).toMatchObject({ documents: written.documents, digest: written.digest });
      expect(backedUp.objectsBytes).toBeGreaterThan(written.objectsBytes);
      expect(backedUp.fileBytes).toBeGreaterThan(4 * GIB);
      expect(backedUp.peakMb).toBeLessThan(PEAK_MB);
    },
    LIMIT_MS,
  );

  test(
    'are verified in that file, and readable by other tools',
    async () => {
      const read = await runInProcess('verify', backedUp.file);
      expect(read).toMatchObject({ documents: backedUp.documents, objectsBytes: backedUp.objectsBytes });
      expect(read.peakMb).toBeLessThan(PEAK_MB);
      await expectReadableByOtherTools(backedUp);
    },
    LIMIT_MS,
  );
});
