const MOST_CHARACTERS = 500;

/** Where Elasticsearch and Lucene quote a value of a document after these words in the reason why they did not take it. */
const BEFORE_VALUES =
  /failed to parse(?: field \[[\w.@-]{1,200}\] of type \[\w{1,40}\])?|preview of (?:field['’]s value|invalid vector)|for input string|cannot parse|tried to parse field|immense term|illegal (?:latitude|longitude) value|\b(?:mapper|document)_parsing_exception/i;

/** And where they quote it, or the id of the document, before them. */
const AFTER_VALUES = /out of range|could not be parsed|version conflict|not an ip string literal/i;
const FIRST_QUOTE = /(?:\b(?:numeric value|value|text)\s*)?["'‘“[(]/i;

/**
 * A reason without what may be of a document, and not longer than a message should be: cut where a value may begin, because no pattern
 * knows where it ends. The words before it are kept. The same of what was cut already. Pure.
 */
export function withoutValues(reason: string): string {
  const cut = Math.min(endOfWordsBefore(reason), beginOfValueBefore(reason));
  if (cut === Infinity) return bounded(reason);
  const kept = reason.slice(0, cut).trimEnd();
  return kept === ''
    ? 'The reason may repeat a document, and is left out.'
    : `${bounded(kept)} (the rest may repeat a document, and is left out)`;
}

function endOfWordsBefore(reason: string): number {
  const match = BEFORE_VALUES.exec(reason);
  return match === null ? Infinity : match.index + match[0].length;
}

function beginOfValueBefore(reason: string): number {
  const words = reason.search(AFTER_VALUES);
  if (words === -1) return Infinity;
  const quote = reason.search(FIRST_QUOTE);
  return quote === -1 ? words : Math.min(words, quote);
}

const bounded = (text: string): string =>
  text.length <= MOST_CHARACTERS ? text : `${text.slice(0, MOST_CHARACTERS - 1)}…`;
