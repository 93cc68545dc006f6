interface RawJson {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

const json = JSON as unknown as RawJson & { parse(text: string, reviver: Reviver): unknown };

/**
 * JSON.parse that keeps a number it can't hold (9007199254740993, 1.0, 30 digits) as the text it was; JSON.stringify
 * writes that text again. For what is small and kept whole: settings and mappings, not documents.
 */
export const parseExact = (text: string): unknown =>
  json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );

/**
 * The same as a browser reads it. React hands no object without a prototype to a client component, and that is what
 * `parseExact` keeps a number in.
 */
export const asBrowserReads = <T>(value: T): T =>
  value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T);

/** A number kept as text by `parseExact`. */
export const isRawNumber = (value: unknown): boolean => json.isRawJSON(value);
