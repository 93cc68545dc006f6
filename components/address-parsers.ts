import { createParser, type SingleParserBuilder } from 'nuqs/server';

/** Text of an address, cut to `longest` characters. Empty text counts as absent. */
export const parseAsText = (longest: number): SingleParserBuilder<string> =>
  createParser({ parse: (text) => text.slice(0, longest) || null, serialize: (text: string) => text });

/** The number of a page, from `first` on; anything else counts as absent. */
export const parseAsPage = (first: number): SingleParserBuilder<number> =>
  createParser({
    parse: (text) => {
      const page = Number(text);
      return Number.isSafeInteger(page) && page >= first && page <= 100_000 ? page : null;
    },
    serialize: String,
  });

/** In a field with choices `any` means none. */
export const notAny = <Choice extends string>(choice: Choice): Choice | undefined =>
  choice === 'any' ? undefined : choice;

/** What an address has, without what it leaves out. */
export type Present<Values> = { [Name in keyof Values]?: NonNullable<Values[Name]> };

export const presentIn = <Values extends object>(values: Values): Present<Values> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  ) as Present<Values>;
