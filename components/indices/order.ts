import type { ByWord } from '@/lib/contract/by-name.ts';
import { SHOWS, SORTS, type ListView } from '@/lib/contract/alias-lines.ts';

export { linesOf, type Line, type Show, type Sort, type ListView } from '@/lib/contract/alias-lines.ts';

export const readView = (search: ByWord<string | string[] | undefined>): ListView => ({
  filter: typeof search.filter === 'string' ? search.filter.slice(0, 255) : '',
  show: SHOWS.find((show) => show === search.show) ?? 'all',
  sort: SORTS.find((sort) => sort === search.sort) ?? 'name',
  descending: search.order === 'down',
});

export function writeView(view: ListView): string {
  const query = new URLSearchParams();
  if (view.filter !== '') query.set('filter', view.filter);
  if (view.show !== 'all') query.set('show', view.show);
  if (view.sort !== 'name') query.set('sort', view.sort);
  if (view.descending) query.set('order', 'down');
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
