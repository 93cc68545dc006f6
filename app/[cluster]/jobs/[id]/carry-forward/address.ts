import { parseAsText } from '@/components/address-parsers.ts';
import { CHANGES, type Change } from '@/lib/contract/carried.ts';

/** The index to carry into, what is carried ("added,changed"), and a query. Nothing is chosen at first. */
export const carryAddress = { to: parseAsText(255), changes: parseAsText(40), query: parseAsText(4_000) };

export const changesIn = (text: string | undefined): Change[] => {
  const named = text?.split(',') ?? [];
  return CHANGES.filter((change) => named.includes(change));
};
