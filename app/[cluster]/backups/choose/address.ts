import { parseAsPage, parseAsText } from '@/components/address-parsers.ts';

/** The backup that a restore starts from. Without a page it is the one that has the chosen backup. */
export const choiceAddress = { group: parseAsText(255), chosen: parseAsText(600), page: parseAsPage(1) };
/** Their names in the address. */
export const urlKeys = { group: 'alias', chosen: 'backup' } as const;
