import { createParser, parseAsStringLiteral } from 'nuqs/server';
import { parseAsText } from '@/components/address-parsers.ts';
import { INCIDENT_KINDS } from '@/lib/contract/incident-kinds.ts';

/** Which incidents are listed. */
export const incidentsAddress = {
  state: parseAsStringLiteral(['open', 'ended'] as const),
  kind: parseAsStringLiteral(INCIDENT_KINDS),
  about: parseAsText(255),
  before: createParser({ parse: (text) => (/^[1-9]\d{0,14}$/.test(text) ? text : null), serialize: String }),
};
