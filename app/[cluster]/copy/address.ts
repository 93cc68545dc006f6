import { parseAsText } from '@/components/address-parsers.ts';
import { choiceAddress, urlKeys as choiceKeys } from '../backups/choose/address.ts';

/** The other cluster, and which backup of it. */
export const copyAddress = { from: parseAsText(63), ...choiceAddress };
export const urlKeys = choiceKeys;
