import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runRetryRejected } from '../../../lib/kinds/retry-rejected/run.ts';
import { aRun } from '../../support/a-run.ts';
import { aliasesOf, call } from '../../support/elasticsearch.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { LIVE, seedLive } from '../restore/builders.ts';

const server = setUpServer();

test('documents that the mapping rejects are counted and saved, no alias moves, and a retry sends them again', async () => {
  await seedLive(server, 20);
  const file = await server.backUp(LIVE);
  const planned = await server.planRestore(file, {
    mappings: { properties: { n: { type: 'byte' }, big: { type: 'integer' } } },
    alias: 'strict',
  });
  const result = await server.runRestore(planned);
  expect(result).toMatchObject({ status: 'partial', indexed: 0, rejected: 20, switched: false });
  expect(result.notSwitched).toMatch(/20 documents were rejected/);
  const lines = (await readFile(result.rejectedFile!, 'utf8')).trim().split('\n');
  expect(lines).toHaveLength(20);
  expect(lines[0]).toContain('"source":{"n":');
  expect(lines.join('')).toContain('9007199254740993');
  expect(Object.keys(await aliasesOf(server.url))).not.toContain('strict');
  const again = await runRetryRejected(
    server.place,
    { kind: 'retry-rejected', plan: planned, earlier: result, of: '1' },
    aRun({ directory: join(server.directory, 'again') }),
  );
  expect(again).toMatchObject({ status: 'partial', indexed: 0, rejected: 20 });
});

test('a retry writes only to the index that rejected the documents, which stays marked until none are rejected', async () => {
  await seedLive(server, 20);
  const file = await server.backUp(LIVE);
  const request = {
    mappings: { properties: { n: { type: 'byte' }, big: { type: 'integer' } } },
    switchAlias: false,
  } as const;
  const planned = await server.planRestore(file, request);
  const first = await server.runRestore(planned);
  const second = await runRetryRejected(
    server.place,
    { kind: 'retry-rejected', plan: planned, earlier: first, of: '1' },
    aRun({ directory: join(server.directory, 'second') }),
  );
  expect(second).toMatchObject({ status: 'partial', indexed: 0, rejected: 20, check: { verdict: 'partial' } });
  expect((await server.planRestore(file, request)).target.index).toBe(first.index);
  await rm(first.rejectedFile!);
  expect(
    (
      await failureOf(
        runRetryRejected(
          server.place,
          { kind: 'retry-rejected', plan: planned, earlier: first, of: '1' },
          aRun({ directory: join(server.directory, 'third') }),
        ),
      )
    ).message,
  ).toMatch(/rejected/);
  await call(server.url, 'DELETE', `/${first.index}`);
  await call(server.url, 'PUT', `/${first.index}`, {});
  expect(
    await failureOf(
      runRetryRejected(
        server.place,
        { kind: 'retry-rejected', plan: planned, earlier: second, of: '1' },
        aRun({ directory: join(server.directory, 'fourth') }),
      ),
    ),
  ).toMatchObject({ code: 'index_changed' });
  expect(Object.keys(await aliasesOf(server.url))).toEqual(['government']);
});
