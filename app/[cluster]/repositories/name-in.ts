import type { SearchParams } from '@/lib/pages/search-params.ts';

/** The repository that an address names; undefined: none. */
export function nameIn({ name }: Awaited<SearchParams>): string | undefined {
  return typeof name === 'string' && name !== '' ? name.slice(0, 255) : undefined;
}
