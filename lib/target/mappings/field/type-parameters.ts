import type { Capabilities } from '../../../elasticsearch/capabilities.ts';
import { isJsonObject } from '../../deep-merge.ts';
import type { FieldDraft } from './field-draft.ts';

const TEXT_PARAMETERS = [
  'analyzer',
  'search_analyzer',
  'search_quote_analyzer',
  'position_increment_gap',
  'term_vector',
  'index_prefixes',
  'index_phrases',
];
const NON_TEXT_TYPES = new Set([
  'long',
  'integer',
  'short',
  'byte',
  'double',
  'float',
  'half_float',
  'boolean',
  'date',
  'ip',
  'geo_point',
  'geo_shape',
  'binary',
  'object',
  'nested',
]);
/** Parameters of a geo_shape before Elasticsearch 8. */
const PREFIX_TREE_PARAMETERS = ['tree', 'precision', 'tree_levels', 'strategy', 'distance_error_pct', 'points_only'];

/** Drops what Elasticsearch 5 and earlier accepted on any field, and the target refuses on a field of this type. */
export function dropParametersOfOtherTypes(draft: FieldDraft, target: Capabilities): void {
  const { definition } = draft;
  const { type } = definition;
  if (type === 'text') drop(draft, ['doc_values', 'ignore_above', 'null_value'], 'a text field has no such parameter');
  else if (type === 'keyword') {
    drop(draft, [...TEXT_PARAMETERS, 'fielddata', 'fielddata_frequency_filter'], 'a keyword is not analyzed');
    if (definition['index_options'] === 'positions' || definition['index_options'] === 'offsets')
      drop(draft, ['index_options'], 'a keyword has no positions');
  } else if (typeof type === 'string' && NON_TEXT_TYPES.has(type))
    drop(
      draft,
      [...TEXT_PARAMETERS, 'norms', 'index_options', 'similarity', 'fielddata'],
      `a ${type} field has no such parameter`,
    );
  if (target.breaking7 && (definition['similarity'] === 'default' || definition['similarity'] === 'classic'))
    drop(draft, ['similarity'], 'TF/IDF scoring no longer exists on the target: results will be ranked by BM25');
  if (!target.elasticsearch8) return;
  if (type !== 'alias') drop(draft, ['boost'], 'a boost is given in the query now');
  if (type === 'geo_shape') drop(draft, PREFIX_TREE_PARAMETERS, 'shapes are indexed another way now');
}

/** Records one change for all of these parameters that the field has. */
function drop({ replace, parameters }: FieldDraft, names: readonly string[], why: string): void {
  const found = parameters(...names);
  if (Object.keys(found).length > 0) replace(found, {}, why);
}

/** A completion field's `context` object becomes the list `contexts`. */
export function convertCompletionContext({ definition, replace, parameters }: FieldDraft): void {
  const { type, context } = definition;
  if (type !== 'completion' || !isJsonObject(context)) return;
  replace(
    parameters('context'),
    {
      contexts: Object.entries(context).map(([name, options]) => ({
        name,
        ...(isJsonObject(options)
          ? Object.fromEntries(Object.entries(options).filter(([option]) => option !== 'default'))
          : {}),
      })),
    },
    'is a list called contexts now',
  );
}
