import { comparable } from '../comparable.ts';

export { comparable };

/** How well a name matches what was typed; a lower one is better. */
export const EXACT = 0;
export const PREFIX = 1;
export const WORD_START = 2;
export const PART = 3;
export const IN_ORDER = 4;
export type Match = typeof EXACT | typeof PREFIX | typeof WORD_START | typeof PART | typeof IN_ORDER;

const MOST_WORDS = 8;
/** Shorter words are in order in nearly every name. */
const LEAST_IN_ORDER = 3;

/** The words of what was typed; all of them must match. */
export const wordsOf = (typed: string): string[] => comparable(typed).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);

type Matcher = (name: string, besides?: string) => Match | null;

/**
 * For one search among many names. null: it does not match. `name` and `besides` are comparable; a word may also be a part of
 * `besides`, such as a date or a folder. `inOrder`: a name that has the letters of a word in their order, close to each other,
 * matches too.
 */
export function matcherOf(words: readonly string[], inOrder = false): Matcher {
  const whole = words.join(' ');
  return (name, besides = '') => {
    if (name.startsWith(whole)) return name.length === whole.length ? EXACT : PREFIX;
    let worst: Match = WORD_START;
    for (const word of words) {
      const match = matchOfWord(word, name, besides, inOrder);
      if (match === null) return null;
      if (match > worst) worst = match;
    }
    return worst;
  };
}

/** The same of one name. */
export const matchOf = (words: readonly string[], name: string, besides = '', inOrder = false): Match | null =>
  matcherOf(words, inOrder)(name, besides);

function matchOfWord(word: string, name: string, besides: string, inOrder: boolean): Match | null {
  const first = name.indexOf(word);
  for (let at = first; at >= 0; at = name.indexOf(word, at + 1)) if (startsWord(name, at)) return WORD_START;
  if (first >= 0 || besides.includes(word)) return PART;
  return inOrder && word.length >= LEAST_IN_ORDER && hasInOrder(word, name) ? IN_ORDER : null;
}

/** After "-", "_", "." or another sign, and where digits begin or end. */
function startsWord(name: string, at: number): boolean {
  if (at === 0) return true;
  const [before, here] = [kindOfCharacter(name, at - 1), kindOfCharacter(name, at)];
  return before === 'sign' || before !== here;
}

function kindOfCharacter(text: string, at: number): 'digit' | 'letter' | 'sign' {
  const code = text.charCodeAt(at);
  if (code >= 48 && code <= 57) return 'digit';
  return (code >= 97 && code <= 122) || code > 127 ? 'letter' : 'sign';
}

/** Within twice its length: "gvmt" in "government". */
function hasInOrder(word: string, name: string): boolean {
  for (let from = name.indexOf(word[0]!); from >= 0; from = name.indexOf(word[0]!, from + 1)) {
    if (!startsWord(name, from)) continue;
    let at = from;
    for (let place = 1; place < word.length && at >= 0; place++) at = name.indexOf(word[place]!, at + 1);
    if (at >= 0 && at - from < 2 * word.length + 2) return true;
  }
  return false;
}

/** The best of many, in order, without keeping the rest. */
export class Best<T> {
  readonly items: T[] = [];
  /** How many were added. */
  count = 0;
  readonly #most: number;
  readonly #compare: (a: T, b: T) => number;

  /** `compare`: negative where `a` is better. */
  constructor(most: number, compare: (a: T, b: T) => number) {
    this.#most = most;
    this.#compare = compare;
  }

  add(item: T): void {
    this.count++;
    let at = this.items.length;
    while (at > 0 && this.#compare(item, this.items[at - 1]!) < 0) at--;
    if (at >= this.#most) return;
    this.items.splice(at, 0, item);
    if (this.items.length > this.#most) this.items.pop();
  }
}
