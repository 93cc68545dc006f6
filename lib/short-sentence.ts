import { formatUtcShort } from './format.ts';
import { indexParts } from './index-parts.ts';

/** A word, and the punctuation at its end. */
const WORD = /^(.*?)([,.;:)]*)$/s;
const TIME = /\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?= UTC\b)/g;

/**
 * A stored sentence for a list: index names as `govuk · 28 Nov 03:55 · b4c1`, without the alias where the sentence has it
 * before, and times in the short form. "Switch govuk to 28 Nov 03:55 · b4c1".
 */
export function shortSentence(sentence: string, nowMs: number): string {
  const named = new Set<string>();
  return sentence
    .replace(TIME, (time) => formatUtcShort(`${time.replace(' ', 'T')}:00Z`, nowMs))
    .replace(/ UTC\b/g, '')
    .split(/(\s+)/)
    .map((text) => {
      const [, word = '', end = ''] = WORD.exec(text) ?? [];
      const { alias, date, id } = indexParts(word, null, nowMs);
      if (alias === null) {
        named.add(word.toLowerCase());
        return text;
      }
      const parts = named.has(alias.toLowerCase()) ? [date, id] : [alias, date, id];
      named.add(alias.toLowerCase());
      return `${parts.join(' · ')}${end}`;
    })
    .join('');
}
