const MOST_CHARACTERS = 500;

/**
 * A sentence of an error without what Elasticsearch quotes of documents ("Preview of field’s value: …"), and not longer than a
 * message should be. Pure.
 */
export function withoutValues(sentence: string): string {
  const clean = QUOTES.reduce((text, pattern) => text.replace(pattern, '$1 …'), sentence);
  return clean.length <= MOST_CHARACTERS ? clean : `${clean.slice(0, MOST_CHARACTERS - 1)}…`;
}

/** Each ends with what a document has: to the end of its quotes, or of the text. */
const QUOTES = [
  /(preview of field['’]s value:)\s*(?:'[^]*?'(?=[^\w]|$)|[^]*)/gi,
  /(for input string:)\s*(?:"[^]*?"(?=[^\w]|$)|[^]*)/gi,
  /(failed to parse date field) \[[^]*?\](?= with format|$)/gi,
  /(in document with id) '[^]*?'/gi,
];
