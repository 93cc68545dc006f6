import type { IndexSummary } from '../../lib/contract/indices.ts';

/** An index of a list; `aliases` may be given by name. */
export function anIndex(
  name: string,
  over: Partial<Omit<IndexSummary, 'aliases'>> & {
    aliases?: readonly (string | IndexSummary['aliases'][number])[];
  } = {},
): IndexSummary {
  const { aliases = [], ...rest } = over;
  return {
    name,
    uuid: `uuid of ${name}`,
    state: 'open',
    health: 'green',
    documents: 100,
    primaryBytes: 1_000,
    storeBytes: 1_000,
    shards: 1,
    replicas: 0,
    createdAt: '2026-11-01T00:00:00.000Z',
    blocks: [],
    hidden: false,
    loading: false,
    ...rest,
    aliases: aliases.map((alias) => (typeof alias === 'string' ? { alias } : alias)),
  };
}
