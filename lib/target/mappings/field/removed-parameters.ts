import type { Capabilities } from '../../../elasticsearch/capabilities.ts';
import type { FieldDraft } from './field-draft.ts';

/** Parameters no field of a supported server has. Sources: breaking changes of Elasticsearch 2.0, 5.0 and 6.0, "Mappings". */
const REMOVED_PARAMETERS = new Set([
  'include_in_all',
  'precision_step',
  'numeric_resolution',
  'compress',
  'compress_threshold',
  'index_name',
  'postings_format',
  'doc_values_format',
  'codec',
  'path',
  'lat_lon',
  'geohash',
  'geohash_prefix',
  'geohash_precision',
  'validate',
  'validate_lat',
  'validate_lon',
  'normalize',
  'normalize_lat',
  'normalize_lon',
  'payloads',
  'search_quote_analyser',
]);

export function dropRemovedParameters({ definition, replace, parameters }: FieldDraft): void {
  const requiresPath = definition['type'] === 'alias' || definition['type'] === 'percolator';
  for (const name of Object.keys(definition))
    if (REMOVED_PARAMETERS.has(name) && !(name === 'path' && requiresPath))
      replace(parameters(name), {}, 'no longer exists in a mapping');
}

/** Elasticsearch 7.13 and later compute values while they index; the documents don't have them. */
export function dropScripts({ definition, replace, parameters }: FieldDraft, target: Capabilities): void {
  if (target.indexTimeScripts) return;
  if (definition['script'] !== undefined)
    replace(
      parameters('script', 'on_script_error'),
      {},
      'the target computes no values while it indexes: the field is empty where documents have no value',
    );
}

/** `dynamic` of an object field. */
export function convertDynamic({ definition, replace, parameters }: FieldDraft, target: Capabilities): void {
  if (definition['dynamic'] === 'runtime' && !target.runtimeFields)
    replace(parameters('dynamic'), { dynamic: 'true' }, 'the target has no runtime fields');
}
