import { parseAsText } from '@/components/address-parsers.ts';

/** Which clusters are displayed: a screen that is loaded again shows the same. */
export const clustersAddress = { find: parseAsText(100) };
