import { isJsonObject } from '../../deep-merge.ts';
import { isTrue } from './boolean-parameters.ts';
import type { FieldDraft } from './field-draft.ts';

/**
 * `string` (before Elasticsearch 5) becomes text or keyword, and `index` becomes true or false. `assumedType`: the type
 * of a definition that has none.
 */
export function convertStringType(
  { definition, replace, parameters }: FieldDraft,
  assumedType: string | undefined,
): void {
  const { index, type } = definition;
  const hasOldIndex = index === 'analyzed' || index === 'not_analyzed' || index === 'no';
  const isString =
    type === 'string' ||
    (assumedType === 'string' &&
      (type === undefined || type === '{dynamic_type}' || type === '{dynamicType}') &&
      hasOldIndex);
  if (!isString) {
    if (hasOldIndex) replace(parameters('index'), index === 'no' ? { index: false } : {}, 'is true or false now');
    return;
  }
  if (index === 'not_analyzed')
    replace(parameters('type', 'index'), { type: 'keyword' }, 'a string that is not analyzed is a keyword now');
  else if (index === 'no' || index === false || index === 'false') {
    // Without doc_values: false the target would reject a value over 32,766 bytes, which the old index accepted.
    replace(
      parameters('type', 'index', 'doc_values'),
      { type: 'keyword', index: false, doc_values: isTrue(definition['doc_values']) },
      'a string that is not indexed is a keyword with index: false now',
    );
  } else replace(parameters('type', 'index'), { type: 'text' }, 'an analyzed string is a text now');
}

/** `fielddata` as an object (before Elasticsearch 5) becomes a boolean on a text field, doc values elsewhere. */
export function convertFielddata({ definition, replace, parameters }: FieldDraft): void {
  const { fielddata, type } = definition;
  if (!isJsonObject(fielddata)) return;
  const eager = fielddata['loading'] === 'eager_global_ordinals' ? { eager_global_ordinals: true } : {};
  if (type !== 'text') {
    replace(parameters('fielddata'), type === 'keyword' ? eager : {}, 'is kept on disk as doc values now');
    return;
  }
  const { filter } = fielddata;
  const frequency =
    isJsonObject(filter) && isJsonObject(filter['frequency'])
      ? { fielddata_frequency_filter: filter['frequency'] }
      : {};
  replace(
    parameters('fielddata'),
    fielddata['format'] === 'disabled' ? {} : { fielddata: true, ...eager, ...frequency },
    'is true or false now',
  );
}
