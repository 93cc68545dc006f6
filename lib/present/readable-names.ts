import type { NamedObject } from '../contract/overview.ts';
import { formatUtcShort } from '../format.ts';
import { indexParts } from '../index-parts.ts';

/** A piece of a text: as it is, or the dated name of an index. */
export type TextPiece = { text: string; isName: boolean };

/**
 * Splits a text at the dated names of indices in it. Looks at words, because a search for the beginnings of names takes
 * minutes in a long text without spaces.
 */
export function splitAtNames(text: string): TextPiece[] {
  const pieces: TextPiece[] = [];
  const add = (piece: string) => {
    const last = pieces.at(-1);
    if (last?.isName === false) last.text += piece;
    else if (piece !== '') pieces.push({ text: piece, isName: false });
  };
  for (const word of text.split(/(\s+)/)) {
    const name = nameOf(word);
    if (name === null) add(word);
    else {
      pieces.push({ text: name, isName: true });
      add(word.slice(name.length));
    }
  }
  return pieces;
}

/** A piece of a sentence: `of` says whose name it is; null: words. */
export type NamedPiece = { text: string; of: NamedObject['of'] | null };

/**
 * Splits a sentence at the given names, and at dated names of indices. Of a name without a date only its first place counts:
 * an index may be called like a word, and the sentences name it before they say what happened to it.
 */
export function splitAtNamed(sentence: string, named: readonly NamedObject[]): NamedPiece[] {
  const left = new Map(named.map(({ name, of }) => [name, of]));
  const pieces: NamedPiece[] = [];
  let rest = '';
  const addRest = () => {
    pieces.push(...splitAtNames(rest).map(({ isName, text }) => ({ text, of: isName ? ('index' as const) : null })));
    rest = '';
  };
  for (const word of sentence.split(/(\s+)/)) {
    const name = named.length === 0 ? null : givenName(word, left);
    if (name === null || (left.get(name) === 'index' && indexParts(name).date !== null)) {
      rest += word;
      continue;
    }
    const start = word.indexOf(name);
    rest += word.slice(0, start);
    addRest();
    pieces.push({ text: name, of: left.get(name)! });
    left.delete(name);
    rest = word.slice(start + name.length);
  }
  addRest();
  return pieces;
}

/** The longest given name that is the word, but for an opening sign before it and signs after it. */
function givenName(word: string, names: ReadonlyMap<string, unknown>): string | null {
  if (word.length > LONGEST_NAME) return null;
  for (const begun of [word, word.replace(/^[(“"‘']/, '')]) {
    for (let name = begun; name !== '';) {
      if (names.has(name)) return name;
      const shorter = name.replace(/(?:[’']s|[.,:;)”"’'…])$/, '');
      if (shorter === name) break;
      name = shorter;
    }
  }
  return null;
}

const LONGEST_NAME = 260;

/** The dated name at the beginning of a word, without a comma or full stop; null: none. */
function nameOf(word: string): string | null {
  if (word.length > LONGEST_NAME) return null;
  const name = word.replace(/[.,:;)]+$/, '');
  return indexParts(name).date === null ? null : name;
}

/** A text with each dated name as on the pages: `government · 24 Nov 11:18 · b6b1`. */
export const readableNames = (text: string, nowMs: number = Date.now()): string =>
  splitAtNames(text)
    .map((piece) => (piece.isName ? readable(piece.text, nowMs) : piece.text))
    .join('');

/** `skip`: aliases, in lower case, that the reader has just read. */
function readable(name: string, nowMs: number, skip?: ReadonlySet<string>): string {
  const { alias, date, id } = indexParts(name, null, nowMs);
  return [...(skip?.has(alias!.toLowerCase()) ? [] : [alias]), date, id].join(' · ');
}

/** An index's name as some sentences have it, without its alias. */
const WITHOUT_ALIAS = /…(\d{4}-\d{2}-\d{2})t(\d{2})[:-](\d{2})[:-]\d{2}z-([0-9a-f]{4})…/g;
const TIME = /\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?= UTC\b)/g;

/**
 * A stored sentence for a list: readable names, without the alias where the sentence has it before, and times in the short
 * form. "Switch govuk to 28 Nov 03:55 · b4c1".
 */
export function shortSentence(sentence: string, nowMs: number = Date.now()): string {
  const seen = new Set<string>();
  return splitAtNames(shortTimes(sentence, nowMs))
    .map(({ text, isName }) => {
      const short = isName ? readable(text, nowMs, seen) : text;
      for (const word of isName ? [indexParts(text).alias!] : text.split(/[\s,.;:)]+/)) seen.add(word.toLowerCase());
      return short;
    })
    .join('');
}

const shortTimes = (sentence: string, nowMs: number): string =>
  sentence
    .replace(WITHOUT_ALIAS, (_, day: string, hour: string, minute: string, id: string) =>
      [formatUtcShort(`${day}T${hour}:${minute}:00Z`, nowMs), id].join(' · '),
    )
    .replace(TIME, (time) => formatUtcShort(`${time.replace(' ', 'T')}:00Z`, nowMs))
    .replace(/ UTC\b/g, '');
