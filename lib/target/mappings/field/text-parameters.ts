import { isJsonObject } from '../../deep-merge.ts';
import { isTrue } from './boolean-parameters.ts';
import type { FieldDraft } from './field-draft.ts';

export function renameParameters({ definition, replace, parameters }: FieldDraft): void {
  if (Object.hasOwn(definition, 'position_offset_gap'))
    replace(
      parameters('position_offset_gap'),
      { position_increment_gap: definition['position_offset_gap'] },
      'has a new name',
    );
  const termVectors = parameters('store_term_vector', 'store_term_vector_positions', 'store_term_vector_offsets');
  if (Object.keys(termVectors).length > 0)
    replace(termVectors, { term_vector: 'with_positions_offsets' }, 'has a new name');
}

export function convertAnalyzers({ definition, replace, parameters }: FieldDraft): void {
  if (Object.hasOwn(definition, 'index_analyzer')) {
    // In Elasticsearch 1 `analyzer` set both sides and `index_analyzer` one; a side without either used the default.
    const search = definition['search_analyzer'] ?? definition['analyzer'] ?? 'default';
    const index = definition['index_analyzer'];
    replace(
      parameters('index_analyzer', 'analyzer', 'search_analyzer'),
      { analyzer: index, ...(search === index ? {} : { search_analyzer: search }) },
      'index_analyzer is called analyzer now',
    );
  } else if (Object.hasOwn(definition, 'search_analyzer') && !Object.hasOwn(definition, 'analyzer')) {
    replace(
      parameters('search_analyzer'),
      { analyzer: 'default', search_analyzer: definition['search_analyzer'] },
      'a search analyzer needs an analyzer beside it',
    );
  }
}

/** Also `omit_term_freq_and_positions`, which is `index_options` now. */
export function convertNorms({ definition, replace, parameters }: FieldDraft): void {
  if (Object.hasOwn(definition, 'omit_norms'))
    replace(parameters('omit_norms'), { norms: !isTrue(definition['omit_norms']) }, 'is called norms now');
  if (isJsonObject(definition['norms'])) {
    const enabled = definition['norms']['enabled'];
    replace(parameters('norms'), enabled === undefined ? {} : { norms: isTrue(enabled) }, 'is true or false now');
  }
  if (Object.hasOwn(definition, 'omit_term_freq_and_positions')) {
    replace(
      parameters('omit_term_freq_and_positions'),
      isTrue(definition['omit_term_freq_and_positions']) ? { index_options: 'docs' } : {},
      'is called index_options now',
    );
  }
}
