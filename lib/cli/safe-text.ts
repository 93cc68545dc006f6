import { redact, redactDeep } from '../config/redact.ts';

/**
 * Everything a terminal might take for an order: control characters (C0 but line breaks and tabs, DEL, C1), and the
 * marks that turn the direction of writing, which can make a name look like another.
 */
const ORDERS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** Text for a terminal: orders become visible, secrets are hidden. Line breaks stay. */
export const safeText = (text: string): string => redact(text).replace(ORDERS, escape);

/** Text that must stay on its line: names, reasons. */
export const safeLine = (text: string): string => safeText(text).replaceAll('\n', '\\n').replaceAll('\t', '\\t');

/** JSON for a terminal, secrets hidden. It escapes C0 by itself; the rest is escaped the same way, so that it still is the same JSON. */
export const safeJson = (value: unknown): string => JSON.stringify(redactDeep(value)).replace(ORDERS, escape);
