import { redact, redactDeep } from '../config/redact.ts';

/**
 * Characters that a terminal may interpret: C0 except line feeds and tabs, DEL, C1, and the marks that change the
 * writing direction, which can make one name look like another.
 */
const CONTROL_CHARACTERS =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text for a terminal: control characters are escaped, secrets hidden; line feeds and tabs stay. */
export const safeText = (text: string): string => redact(text).replace(CONTROL_CHARACTERS, escape);

/** The same on one line, for names and reasons. */
export const safeLine = (text: string): string => safeText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');

/**
 * JSON for a terminal, secrets hidden. JSON.stringify escapes C0; the other control characters are escaped as JSON,
 * too.
 */
export const safeJson = (value: unknown): string =>
  JSON.stringify(redactDeep(value)).replace(CONTROL_CHARACTERS, escape);
