import type { LookUpKind } from '../contract/looked-up.ts';
import type { AskedQuery } from '../elasticsearch/read/search-documents.ts';
import { inspectClause } from './inspect-clause.ts';
import { costlyParts, type CostlyPart } from './words-cost.ts';

export interface InspectedQuery {
  query: AskedQuery;
  /** What it costs the cluster, as sentences; none: it may run at once. */
  costs: string[];
}

/** What was typed, as a query. Pure. Throws `invalid_input` for what is never run: scripts, and what is not one clause. */
export function inspectQuery(kind: LookUpKind, text: string): InspectedQuery {
  if (kind === 'id') return { query: { kind, id: text }, costs: [] };
  if (kind === 'words') return { query: { kind, words: text }, costs: costsOfWords(text) };
  const { clause, costs } = inspectClause(text);
  return { query: { kind, clause }, costs };
}

/** The costs of a query string, each sentence once. */
const costsOfWords = (words: string): string[] => [...new Set(costlyParts(words).map(describePart))];

const SHOWN = 80;

function describePart({ kind, text }: CostlyPart): string {
  const part = text.length > SHOWN ? `${text.slice(0, SHOWN).toWellFormed()}…` : text;
  return kind === 'leading-wildcard'
    ? `${part} begins with a wildcard: the cluster compares every different word of each searched field with it.`
    : `${part} is a regular expression: the cluster compares every different word of each searched field with it. If the slashes are a part of the text, put it in quotes.`;
}
