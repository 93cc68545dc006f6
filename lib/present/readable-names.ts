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

function readable(name: string, nowMs: number): string {
  const { alias, date, id } = indexParts(name, null, nowMs);
  return `${alias} · ${date} · ${id}`;
}
