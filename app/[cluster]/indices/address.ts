import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { parseAsText } from '@/components/address-parsers.ts';
import { SHOWS, SORTS } from '@/lib/contract/alias-lines.ts';

/** What the alias map is narrowed to and ordered by: `View`. */
export const viewAddress = {
  filter: parseAsText(255).withDefault(''),
  show: parseAsStringLiteral(SHOWS).withDefault('all'),
  sort: parseAsStringLiteral(SORTS).withDefault('name'),
  descending: createParser<boolean>({
    parse: (text) => (text === 'down' ? true : null),
    serialize: () => 'down',
  }).withDefault(false),
};
/** Their names in the address. */
export const urlKeys = { descending: 'order' } as const;
