import { call } from './elasticsearch.ts';

/** Removes the blocks of every index: some prevent that the index is deleted. */
export async function removeBlocks(url: string): Promise<void> {
  const state = await call<{ blocks?: { indices?: Record<string, Record<string, unknown>> } }>(
    url,
    'GET',
    '/_cluster/state/blocks',
  );
  for (const [index, blocks] of Object.entries(state.blocks?.indices ?? {})) {
    if (index.startsWith('.') || Object.keys(blocks).every((id) => id === '4')) continue;
    await call(url, 'PUT', `/${encodeURIComponent(index)}/_settings?expand_wildcards=all`, {
      'index.blocks.metadata': null,
      'index.blocks.read_only': null,
      'index.blocks.read': null,
      'index.blocks.write': null,
      'index.blocks.read_only_allow_delete': null,
    });
  }
}
