import type { Plan } from '../../../lib/contract/plan.ts';
import { seedIndex, type SeedOptions } from '../../support/elasticsearch.ts';
import type { TestServer } from '../../support/set-up-server.ts';

/** A backup of es_dump_restore, with 400 documents. */
export const GEM = 'tests/fixtures/government.zip';
export const LIVE = 'government-2018-01-08t03-00-00z-aaaa';

/** The index that the alias `government` points to. Its documents have numbers that JavaScript can't represent. */
export const seedLive = (server: TestServer, count: number, more: SeedOptions = {}): Promise<number> =>
  seedIndex(server.url, LIVE, {
    aliases: { government: {} },
    documents: Array.from({ length: count }, (_, n) => ({
      id: `/page/${n}`,
      source: `{"n":${n},"big":${9007199254740993n + BigInt(n)}}`,
    })),
    ...more,
  });

/** Ids of the checks that refuse a plan. */
export const refusalsOf = ({ checks }: Pick<Plan, 'checks'>): string[] =>
  checks.filter(({ level }) => level === 'refuse').map(({ id }) => id);
