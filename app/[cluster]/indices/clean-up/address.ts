import { createParser } from 'nuqs/server';

const text = createParser({ parse: (typed) => typed.slice(0, 8_000), serialize: (typed: string) => typed });

/** The rules of a clean-up as they are typed: `RulesText`. */
export const rulesAddress = {
  keep: text.withDefault('1'),
  olderThan: text.withDefault(''),
  aliases: text.withDefault(''),
};
