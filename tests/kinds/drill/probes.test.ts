import { describe, expect, it, test } from 'vitest';
import type { Probe } from '../../../lib/contract/schedule.ts';
import { requireProbes } from '../../../lib/kinds/drill/probes.ts';
import { failureOf } from '../../support/failure-of.ts';
import { setUpServer } from '../../support/set-up-server.ts';
import { LIVE, seedLive } from '../restore/builders.ts';
import { drillOf, indexNames, planned, runPlanned } from './drilling.ts';

const server = setUpServer();
const aProbe = (over: Partial<Probe>): Probe => ({
  name: 'numbers',
  query: 'n:*',
  minHits: 1,
  likeLivePercent: null,
  ...over,
});

test('probes count in the restored index, also compared with the live alias', async () => {
  await seedLive(server, 200);
  const file = await server.backUp(LIVE);
  const probes = [
    aProbe({ query: '{"range": {"n": {"lt": 50}}}', minHits: 50 }),
    aProbe({ name: 'as live', query: 'n:[0 TO 99]', minHits: null, likeLivePercent: 5 }),
  ];
  const result = await runPlanned(server, await planned(server, drillOf(file, { probes })));
  expect(result.probes).toMatchObject([
    { name: 'numbers', hits: 50, wanted: 'at least 50', ok: true },
    { name: 'as live', hits: 100, ok: true, why: null },
  ]);
});

test('a probe that fails makes the drill fail, with the numbers and without an index', async () => {
  await seedLive(server, 20);
  const file = await server.backUp(LIVE);
  const probes = [aProbe({ query: 'n:7', minHits: 5 }), aProbe({ name: 'fine' })];
  const failure = await failureOf(runPlanned(server, await planned(server, drillOf(file, { probes }))));
  expect(failure).toMatchObject({
    code: 'content_mismatch',
    message: expect.stringMatching(/1 of 2 probes failed: numbers/) as string,
    details: {
      soFar: {
        documents: 20,
        equal: 20,
        probes: [
          { hits: 1, ok: false },
          { hits: 20, ok: true },
        ],
      },
    },
  });
  expect(await indexNames(server)).toEqual([LIVE]);
});

describe('a probe that is saved', () => {
  it.each([
    ['a script', '{"script": {"script": "true"}}', /script/],
    ['a wildcard at the start of a word', '*harbour', /begins with a wildcard/],
    ['no JSON', '{"match"', /not JSON/],
    ['a whole search', '{"query": {"match_all": {}}}', /one clause/],
  ])('%s is refused', (_, query, why) => {
    expect(() => requireProbes([aProbe({ query })])).toThrow(why);
  });

  it('a query string and a clause are accepted', () => {
    expect(() =>
      requireProbes([aProbe({ query: 'title:harbour' }), aProbe({ query: '{"match_all": {}}' })]),
    ).not.toThrow();
  });
});
