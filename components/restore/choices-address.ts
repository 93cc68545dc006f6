import { createParser, type inferParserType } from 'nuqs/server';
import type { RestoreChoicesInput } from '@/lib/kinds/restore/review.ts';
import { presentIn } from '../address-parsers.ts';

/** Blank text counts as absent. */
const parseAsTyped = createParser({ parse: (text) => (text.trim() === '' ? null : text), serialize: String });

/** What can be typed on the review of a restore. Only what differs from the default, so that an address stays short. */
export const choicesAddress = {
  from: parseAsTyped,
  alias: parseAsTyped,
  into: parseAsTyped,
  switchAlias: parseAsTyped,
  onConflict: parseAsTyped,
  shards: parseAsTyped,
  replicas: parseAsTyped,
  settings: parseAsTyped,
  mappings: parseAsTyped,
  typed: parseAsTyped,
  drop: parseAsTyped,
  allowPartial: parseAsTyped,
  allowIncomplete: parseAsTyped,
} satisfies { [Name in keyof RestoreChoicesInput]: typeof parseAsTyped };

/** As text: the server reads them with the kind's own schema. */
export const choicesIn = (values: inferParserType<typeof choicesAddress>): RestoreChoicesInput =>
  presentIn(values) as RestoreChoicesInput;
