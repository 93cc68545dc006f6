import type { BackupsFilter } from '@/lib/contract/backups-page.ts';

/** What the address of a restore's first step asks for. Without a page it is the one on which the chosen backup stands. */
export function wantedIn(search: URLSearchParams): Pick<Partial<BackupsFilter>, 'group' | 'chosen' | 'page'> {
  const page = Number(search.get('page') ?? '');
  return {
    group: search.get('alias')?.slice(0, 255) || undefined,
    chosen: search.get('backup')?.slice(0, 600) || undefined,
    page: Number.isSafeInteger(page) && page >= 1 && page <= 100_000 ? page : undefined,
  };
}
