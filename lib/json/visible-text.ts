/** C0 and C1 characters, DEL, and the marks that change the direction of writing, which can make one name look like another. */
const INVISIBLE = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

const escape = (character: string): string => {
  const code = character.charCodeAt(0).toString(16);
  return code.length > 2 ? `\\u${code.padStart(4, '0')}` : `\\x${code.padStart(2, '0')}`;
};

/** Captured text for a page: what can't be seen is escaped. */
export const visibleText = (text: string): string => text.replace(INVISIBLE, escape);

/** The same for every text of a JSON value, but for the keys of its objects. */
export function visibleDeep<T>(value: T): T {
  if (typeof value === 'string') return visibleText(value) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => visibleDeep(each)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, visibleDeep(each)])) as T;
}
