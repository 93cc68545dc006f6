import { parseAsText } from '@/components/address-parsers.ts';

/** The sides that are chosen: a backup or the left index, and the right index; and the alias whose backups are listed. */
export const compareAddress = {
  backup: parseAsText(600),
  left: parseAsText(255),
  right: parseAsText(255),
  alias: parseAsText(255),
};
