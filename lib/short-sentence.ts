import { formatUtcShort } from './format.ts';
import { indexParts } from './index-parts.ts';

/** A word, and the punctuation at its end. */
const WORD = /^(.*?)([,.;:)]*)$/s;
/** An index's name as older sentences have it, without its alias. */
const WITHOUT_ALIAS = /…(\d{4}-\d{2}-\d{2})t(\d{2})[:-](\d{2})[:-]\d{2}z-([0-9a-f]{4})…/g;
const LONGEST_NAME = 255;
const TIME = /\b\d{4}-\d{2}-\d{2} \d{2}:\d{2}(?= UTC\b)/g;

/**
 * A stored sentence for a list: index names as `govuk · 28 Nov 03:55 · b4c1`, without the alias where the sentence has it
 * before, and times in the short form. "Switch govuk to 28 Nov 03:55 · b4c1".
 */
export function shortSentence(sentence: string, nowMs: number = Date.now()): string {
  const named = new Set<string>();
  return sentence
    .replace(WITHOUT_ALIAS, (_, day: string, hour: string, minute: string, id: string) =>
      [formatUtcShort(`${day}T${hour}:${minute}:00Z`, nowMs), id].join(' · '),
    )
    .replace(TIME, (time) => formatUtcShort(`${time.replace(' ', 'T')}:00Z`, nowMs))
    .replace(/ UTC\b/g, '')
    .split(/(\s+)/)
    .map((text) => {
      const [, word = '', end = ''] = WORD.exec(text) ?? [];
      const { alias, date, id } = indexParts(word.length > LONGEST_NAME ? '' : word, null, nowMs);
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
