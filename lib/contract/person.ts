/**
 * Who is who, by the names that sign-ins give. Two names that only look alike, or that a provider takes for one account
 * (`ann`, `Ann`, `ＡＮＮ`), are one person here. Letters of other scripts that look the same (Cyrillic а) are not folded:
 * which names there are is the provider's to decide.
 */

const LONGEST_NAME = 256;

/** What is drawn as nothing or as blank, turns the direction of a line round, or is no character at all. U+2800 is a blank of Braille. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffc\ufffd]/u;
const EVERY_UNSEEN = new RegExp(UNSEEN, 'gu');
/** Any blank but the plain one, one at an end, or two in a row. */
const ODD_SPACE = /[^\P{Zs} ]|^ | $| {2}/u;

/** i and j lose their dot under an accent: with U+0307 they look as without, and the Turkish capital İ becomes this. */
const DOTTED = /([ij])\u0307/g;

const fold = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(EVERY_UNSEEN, '')
    // Down, up and down again: ß is ss, the Kelvin sign is k, and a final sigma is a sigma.
    .toLowerCase()
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(DOTTED, '$1')
    .replace(/ς/g, 'σ')
    .replace(/\s+/g, ' ')
    .trim();

/** What a person's name is compared by, everywhere: normalised (NFKC), case-folded, without what can't be seen. */
export function personKey(name: string): string {
  let key = fold(name);
  // One pass can bring forth what another one folds; a few reach the end.
  for (let again = fold(key); again !== key; again = fold(key)) key = again;
  return key;
}

export const samePerson = (one: string, other: string): boolean => personKey(one) === personKey(other);

/** Why a name can't be a person's; null: it can. */
export function nameProblem(name: string): string | null {
  if (name === '') return 'it is empty';
  if (name.length > LONGEST_NAME) return `it is longer than ${LONGEST_NAME} characters`;
  if (UNSEEN.test(name)) return 'it has characters that can’t be seen';
  if (ODD_SPACE.test(name)) return 'it has blanks where none can be seen';
  if (personKey(name) === '') return 'it has no letter or digit that can be compared';
  return null;
}
