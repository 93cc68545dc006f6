/**
 * Identifies people by their sign-in names. Names that look the same, or that a provider treats as one account (`ann`,
 * `Ann`, `ＡＮＮ`), are one person. Letters of other scripts that look the same (Cyrillic а) are not folded: the provider
 * decides which names exist.
 */

const MOST_CHARACTERS = 256;

/**
 * Invisible and blank characters, direction marks, and code points without a character. U+2800 is the Braille blank.
 */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/u;
const EVERY_INVISIBLE = new RegExp(INVISIBLE, 'gu');
/** Any space except U+0020, a space at an end, or two in a row. */
const ODD_SPACE = /[^\P{Zs} ]|^ | $| {2}/u;

/** i and j with U+0307 (dot above) look the same as without; the lower case of the Turkish İ has it. */
const DOTTED = /([ij])\u0307/g;

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(EVERY_INVISIBLE, '')
    // Lower, upper and lower case again: ß becomes ss, the Kelvin sign k, and a final sigma a sigma.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(DOTTED, '$1')
    .replace(/ς/g, 'σ')
    .replace(/\s+/g, ' ')
    .trim();

/** The key that names are compared by: normalised (NFKC), case-folded, without invisible characters. */
export function personKey(name: string): string {
  let key = fold(name);
  // The result of one pass may fold further; a few passes reach the end.
  for (let next = fold(key); next !== key; next = fold(key)) key = next;
  return key;
}

export const samePerson = (one: string, other: string): boolean => personKey(one) === personKey(other);

/** Why a name can't be a person's; null: it can. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'it is empty';
  if (name.length > MOST_CHARACTERS) return `it is longer than ${MOST_CHARACTERS} characters`;
  if (INVISIBLE.test(name)) return 'it has characters that can’t be seen';
  if (ODD_SPACE.test(name)) return 'it has blanks where none can be seen';
  if (personKey(name) === '') return 'it has no letter or digit that can be compared';
  return null;
}
