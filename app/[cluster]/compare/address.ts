import { parseAsText } from '@/components/address-parsers.ts';

/**
 * The sides that are chosen: a backup or the left index, and the right index, each with the key of its cluster where that is not the
 * page's; and the alias whose backups are listed.
 */
export const compareAddress = {
  backup: parseAsText(600),
  left: parseAsText(255),
  leftCluster: parseAsText(63),
  right: parseAsText(255),
  rightCluster: parseAsText(63),
  alias: parseAsText(255),
};
