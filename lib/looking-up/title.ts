import { isRawNumber, parseExact } from '../json/exact.ts';
import { visibleText } from '../json/visible-text.ts';

/** Fields that often have a document’s title, the likeliest first. */
export const TITLE_FIELDS = ['title', 'name', 'label', 'heading', 'headline', 'subject'] as const;

const LONGEST = 200;

/** A text that may be the title of a document, with what can't be seen escaped; null: there is none. */
export function titleOf(source: Buffer | null): string | null {
  if (source === null) return null;
  const fields = new Map(Object.entries(parse(source)));
  for (const field of TITLE_FIELDS) {
    const value = textIn(fields.get(field));
    if (value !== null) return value.length > LONGEST ? `${value.slice(0, LONGEST).toWellFormed()}…` : value;
  }
  return null;
}

function parse(source: Buffer): object {
  try {
    return parseExact(source.toString('utf8')) as object;
  } catch {
    // A document may be stored as something else than JSON.
    return {};
  }
}

/** Of a text, a number as it is spelled, or the first of a list. */
function textIn(value: unknown): string | null {
  if (Array.isArray(value)) return textIn(value[0]);
  if (typeof value === 'number' || isRawNumber(value)) return JSON.stringify(value);
  if (typeof value !== 'string') return null;
  const text = visibleText(value.replace(/\s+/g, ' ').trim());
  return text === '' ? null : text;
}
