interface RawJson {
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}
type Reviver = (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown;

const json = JSON as unknown as RawJson & { parse(text: string, reviver: Reviver): unknown };

/**
 * JSON.parse that keeps the text of a number that JavaScript can't represent (9007199254740993, 1.0, 30 digits);
 * JSON.stringify writes that text again. For small values such as settings and mappings, not for documents.
 */
export const parseExact = (text: string): unknown =>
  json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source ? json.rawJSON(source) : value,
  );

/**
 * The value with ordinary numbers, as a browser would parse it. React passes no object without a prototype to a client
 * component, and `parseExact` keeps numbers in such objects.
 */
export const toPlainJson = <T>(value: T): T => (value === undefined ? value : (JSON.parse(JSON.stringify(value)) as T));

/** Whether the value is a number that `parseExact` kept as text. */
export const isRawNumber = (value: unknown): boolean => json.isRawJSON(value);
