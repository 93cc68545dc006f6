import type { SettingChange } from '../../contract/plan.ts';
import type { Capabilities } from '../../elasticsearch/capabilities.ts';
import { settingText, type FlatSettings } from './flat-settings.ts';

type Component = 'filter' | 'tokenizer' | 'char_filter';
/** Names that Elasticsearch 7 and 8 refuse in a new index. Sources: breaking changes of 7.0 and 8.0, "Analysis". */
const RENAMED: Record<Component, Record<string, string>> = {
  filter: { nGram: 'ngram', edgeNGram: 'edge_ngram', delimited_payload_filter: 'delimited_payload' },
  tokenizer: { nGram: 'ngram', edgeNGram: 'edge_ngram' },
  char_filter: { htmlStrip: 'html_strip' },
};

/** `index.analysis.filter.mine.type`: defines a component. */
const DEFINITION = /^index\.analysis\.(filter|tokenizer|char_filter)\.[^.]+\.type$/;
/** `index.analysis.analyzer.mine.filter`: names the components that an analyzer uses. */
const USE = /^index\.analysis\.(?:analyzer|normalizer)\.[^.]+\.(filter|tokenizer|char_filter)$/;

/**
 * The largest difference between two sizes of a component, unless the index sets `limit`. `defaultLow`: the lower size
 * where it is not set; the higher one is 2.
 */
const SIZE_LIMITS = [
  {
    limit: 'index.max_ngram_diff',
    type: /^(?:ngram|nGram)$/,
    low: 'min_gram',
    high: 'max_gram',
    defaultLimit: 1,
    defaultLow: 1,
  },
  {
    limit: 'index.max_shingle_diff',
    type: /^shingle$/,
    low: 'min_shingle_size',
    high: 'max_shingle_size',
    defaultLimit: 3,
    defaultLow: 2,
  },
];

/** Sets one setting, null removes it, and records the change. */
type Change = (name: string, to: unknown, why: string, action?: SettingChange['action']) => void;

/**
 * Converts analysis and similarities of an old index for the target where exactly one equivalent exists; the server
 * refuses the rest by name. Changes `settings` in place and returns what was changed.
 */
export function convertAnalysis(settings: FlatSettings, target: Capabilities): SettingChange[] {
  if (!target.breaking7) return [];
  const changes: SettingChange[] = [];
  const change: Change = (name, to, why, action = 'neutralised') => {
    changes.push({ name, from: settingText(settings[name]), to: settingText(to), action, why });
    if (to === null) delete settings[name];
    else settings[name] = to;
  };
  renameComponents(settings, change);
  replaceSimilarities(settings, change);
  raiseSizeLimits(settings, change);
  return changes;
}

function renameComponents(settings: FlatSettings, change: Change): void {
  const defined = new Set(
    Object.keys(settings).flatMap(
      (name) => /^index\.analysis\.(filter|tokenizer|char_filter)\.([^.]+)\./.exec(name)?.slice(1, 3).join(' ') ?? [],
    ),
  );
  for (const [name, value] of Object.entries(settings)) {
    const component = DEFINITION.exec(name)?.[1] as Component | undefined;
    if (component && typeof value === 'string' && Object.hasOwn(RENAMED[component], value))
      change(name, RENAMED[component][value], 'the target knows it only by its new name');
    const used = USE.exec(name)?.[1] as Component | undefined;
    if (!used) continue;
    const before = namesIn(value);
    const after = before
      .filter((part) => !(used === 'filter' && part === 'standard' && !defined.has('filter standard')))
      .map((part) => (defined.has(`${used} ${String(part)}`) ? part : newNameOf(used, part)));
    if (JSON.stringify(before) !== JSON.stringify(after))
      change(
        name,
        Array.isArray(value) || after.length !== 1 ? after : after[0],
        'the standard filter did nothing and no longer exists, and old names have new ones',
      );
  }
}

const newNameOf = (component: Component, name: unknown): unknown =>
  typeof name === 'string' && Object.hasOwn(RENAMED[component], name) ? RENAMED[component][name] : name;

/** A setting's names: a list, or one text with commas. */
function namesIn(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  return typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [];
}

function replaceSimilarities(settings: FlatSettings, change: Change): void {
  for (const [name, value] of Object.entries(settings)) {
    const similarity = /^index\.similarity\.([^.]+)\.type$/.exec(name)?.[1];
    if (!similarity || (value !== 'classic' && value !== 'default')) continue;
    if (similarity === 'base') change(name, null, 'scoring no longer uses query norms');
    else change(name, 'BM25', 'TF/IDF scoring no longer exists on the target: results will be ranked by BM25');
  }
}

function raiseSizeLimits(settings: FlatSettings, change: Change): void {
  for (const { limit, type, low, high, defaultLimit, defaultLow } of SIZE_LIMITS) {
    const differences = Object.entries(settings)
      .filter(
        ([name, value]) =>
          /^index\.analysis\.(?:filter|tokenizer)\.[^.]+\.type$/.test(name) &&
          typeof value === 'string' &&
          type.test(value),
      )
      .map(([name]) => {
        const prefix = name.slice(0, -'type'.length);
        return Number(settings[prefix + high] ?? 2) - Number(settings[prefix + low] ?? defaultLow);
      });
    const required = Math.max(0, ...differences.filter(Number.isFinite));
    if (required > Number(settings[limit] ?? defaultLimit))
      change(limit, String(required), 'the target limits how far apart the two sizes may be', 'added');
  }
}
