/** What in a query string makes the cluster read much, as it is written. */
export interface CostlyPart {
  kind: 'leading-wildcard' | 'regular-expression';
  text: string;
}

/** Whatever may begin a word: white space, brackets, and signs before it. */
const BEFORE_WORD = /[\s\u3000()!+\-&|<>=]/;
const END_OF_WORD = /[\s\u3000()!:^[\]"{}~/]/;

/**
 * The costly parts of a query string in the syntax of Lucene: words that begin with `*` or `?`, and regular expressions
 * between slashes. Nothing in quotes or after a backslash, no range, and no `*` alone (every value of a field), nor one that
 * begins the name of a field. Pure. Rather one too many than one too few.
 */
export function costlyParts(query: string): CostlyPart[] {
  const found: CostlyPart[] = [];
  let beginsWord = true;
  for (let at = 0; at < query.length;) {
    const character = query[at]!;
    if (character === '"') {
      at = afterQuotes(query, at);
      beginsWord = true;
    } else if (character === '[' || character === '{') {
      at = afterRange(query, at);
      beginsWord = true;
    } else if (character === '/') {
      const end = afterExpression(query, at);
      if (end !== null) found.push({ kind: 'regular-expression', text: query.slice(at, end) });
      at = end ?? at + 1;
      beginsWord = true;
    } else if (character === '^' || character === '~') {
      at = afterNumber(query, at + 1);
      beginsWord = true;
    } else if (beginsWord && (character === '*' || character === '?')) {
      const end = wordEnd(query, at);
      const text = query.slice(at, end);
      if (text !== '*' && query[end] !== ':') found.push({ kind: 'leading-wildcard', text });
      at = end;
      beginsWord = false;
    } else {
      beginsWord =
        character === ':' || (BEFORE_WORD.test(character) && (beginsWord || /[\s\u3000()!]/.test(character)));
      at += character === '\\' ? 2 : 1;
    }
  }
  return found;
}

/** One past the closing quote, or the end. */
function afterQuotes(query: string, start: number): number {
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] === '\\') at++;
    else if (query[at] === '"') return at + 1;
  }
  return query.length;
}

/**
 * One past the end of a range. As the cluster reads it: only a space ends a word, a backslash has no meaning, and a quote is
 * one only at the start of a word.
 */
function afterRange(query: string, start: number): number {
  for (let at = start + 1; at < query.length;) {
    if (query[at] === ']' || query[at] === '}') return at + 1;
    at = query[at] === ' ' ? at + 1 : Math.max(afterRangeWord(query, at), afterRangeQuotes(query, at));
  }
  // Not closed: no range, so that what follows is looked at.
  return start + 1;
}

function afterRangeWord(query: string, start: number): number {
  let at = start;
  while (at < query.length && !/[ \]}]/.test(query[at]!)) at++;
  return at;
}

/** One past the closing quote: the last that may be it, because one after a backslash may end the text or not. 0: no quotes. */
function afterRangeQuotes(query: string, start: number): number {
  if (query[start] !== '"' || query[start + 1] === '"') return 0;
  let end = 0;
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] !== '"') continue;
    end = at + 1;
    if (query[at - 1] !== '\\') break;
  }
  return end;
}

/** One past the closing slash; null: there is none, which the cluster refuses. */
function afterExpression(query: string, start: number): number | null {
  for (let at = start + 1; at < query.length; at++) {
    if (query[at] === '\\') at++;
    else if (query[at] === '/') return at + 1;
  }
  return null;
}

function afterNumber(query: string, start: number): number {
  let at = start;
  while (at < query.length && /[\d.]/.test(query[at]!)) at++;
  return at;
}

function wordEnd(query: string, start: number): number {
  let at = start;
  while (at < query.length && !END_OF_WORD.test(query[at]!)) at += query[at] === '\\' ? 2 : 1;
  return Math.min(at, query.length);
}
