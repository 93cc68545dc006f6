import type { SettingChange } from '../contract/plan.ts';
import type { FlatSettings } from './flat-settings.ts';
import { settingText } from './flat-settings.ts';
import type { Target } from './setting-rules.ts';

/** Names that Elasticsearch 7 and 8 refuse in a new index. Sources: breaking changes of 7.0 and 8.0, "Analysis". */
const RENAMED: Record<'filter' | 'tokenizer' | 'char_filter', Record<string, string>> = {
  filter: { nGram: 'ngram', edgeNGram: 'edge_ngram', delimited_payload_filter: 'delimited_payload' },
  tokenizer: { nGram: 'ngram', edgeNGram: 'edge_ngram' },
  char_filter: { htmlStrip: 'html_strip' },
};

/**
 * Analysis and similarities of an old index in the target's words, where there is exactly one way to say the same; the
 * rest is left for the server to refuse by name. Changes `settings` in place and returns what was changed.
 */
export function analysisForTarget(settings: FlatSettings, target: Target): SettingChange[] {
  if (!target.sevenOn) return [];
  const changes: SettingChange[] = [];
  const change = (name: string, to: unknown, why: string, action: SettingChange['action'] = 'neutralised') => {
    changes.push({ name, from: settingText(settings[name]), to: settingText(to), action, why });
    if (to === null) delete settings[name];
    else settings[name] = to;
  };
  const defined = new Set(
    Object.keys(settings).flatMap(
      (name) => /^index\.analysis\.(filter|tokenizer|char_filter)\.([^.]+)\./.exec(name)?.slice(1, 3).join(' ') ?? [],
    ),
  );

  for (const [name, value] of Object.entries(settings)) {
    const component = /^index\.analysis\.(filter|tokenizer|char_filter)\.[^.]+\.type$/.exec(name)?.[1] as
      keyof typeof RENAMED | undefined;
    if (component && typeof value === 'string' && Object.hasOwn(RENAMED[component], value))
      change(name, RENAMED[component][value], 'the target knows it only by its new name');
    const user = /^index\.analysis\.(?:analyzer|normalizer)\.[^.]+\.(filter|tokenizer|char_filter)$/.exec(name)?.[1] as
      keyof typeof RENAMED | undefined;
    if (!user) continue;
    const before = Array.isArray(value)
      ? value
      : typeof value === 'string'
        ? value.split(',').map((part) => part.trim())
        : [];
    const after = before
      .filter((part) => !(user === 'filter' && part === 'standard' && !defined.has('filter standard')))
      .map((part) =>
        typeof part === 'string' && !defined.has(`${user} ${part}`) && Object.hasOwn(RENAMED[user], part)
          ? RENAMED[user][part]
          : part,
      );
    if (JSON.stringify(before) !== JSON.stringify(after))
      change(
        name,
        Array.isArray(value) || after.length !== 1 ? after : after[0],
        'the standard filter did nothing and is gone, old names have new ones',
      );
  }

  for (const [name, value] of Object.entries(settings)) {
    const similarity = /^index\.similarity\.([^.]+)\.type$/.exec(name)?.[1];
    if (similarity && (value === 'classic' || value === 'default')) {
      if (similarity === 'base') change(name, null, 'query norms are gone from scoring');
      else change(name, 'BM25', 'TF/IDF scoring no longer exists on the target: results will be ranked by BM25');
    }
  }

  for (const [limit, type, low, high, usual] of [
    ['index.max_ngram_diff', /^(?:ngram|nGram)$/, 'min_gram', 'max_gram', 1],
    ['index.max_shingle_diff', /^shingle$/, 'min_shingle_size', 'max_shingle_size', 3],
  ] as const) {
    const spreads = Object.entries(settings)
      .filter(
        ([name, value]) =>
          /^index\.analysis\.(?:filter|tokenizer)\.[^.]+\.type$/.test(name) &&
          typeof value === 'string' &&
          type.test(value),
      )
      .map(([name]) => {
        const at = name.slice(0, -'type'.length);
        return Number(settings[at + high] ?? 2) - Number(settings[at + low] ?? (low === 'min_gram' ? 1 : 2));
      });
    const needed = Math.max(0, ...spreads.filter(Number.isFinite));
    if (needed > Number(settings[limit] ?? usual))
      change(limit, String(needed), 'the target limits how far apart the two sizes may be', 'added');
  }
  return changes;
}
