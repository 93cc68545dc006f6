import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { seedIndex } from '../support/elasticsearch.ts';
import { createZip } from '../support/zip-of.ts';

/** Each parent has two children, which are routed to the parent's shard. */
export async function seedParentsAndChildren(url: string, index: string): Promise<void> {
  const parents = Array.from({ length: 3 }, (_, n) => `parent-${n}`);
  await seedIndex(url, index, {
    type: 'edition',
    settings: { number_of_shards: 3 },
    mappings: { properties: { relation: { type: 'join', relations: { parent: 'child' } }, title: { type: 'text' } } },
    documents: parents.flatMap((id) => [
      { id, source: { relation: 'parent', title: id } },
      ...['a', 'b'].map((child) => ({
        id: `${id}-${child}`,
        routing: id,
        source: { relation: { name: 'child', parent: id }, title: child },
      })),
    ]),
  });
}

export async function seedStoredQueries(url: string, index: string): Promise<void> {
  await seedIndex(url, index, {
    type: 'edition',
    mappings: { properties: { query: { type: 'percolator' }, title: { type: 'text' } } },
    documents: ['tax', 'visa'].map((word) => ({ id: word, source: { query: { match: { title: word } } } })),
  });
}

/** A mapping for 6.8 that later servers write otherwise or refuse; with fields called like parts of a mapping. */
export async function seedOldMapping(url: string, index: string): Promise<void> {
  await seedIndex(url, index, {
    type: 'edition',
    settings: {
      'index.mapper.dynamic': false,
      analysis: { analyzer: { words: { type: 'custom', tokenizer: 'standard', filter: ['standard', 'lowercase'] } } },
      similarity: { old: { type: 'BM25', b: 0.5 } },
    },
    mappings: {
      _routing: { required: false },
      dynamic_templates: [{ names: { match_mapping_type: 'string', mapping: { type: 'keyword' } } }],
      properties: {
        type: { type: 'keyword' },
        properties: { properties: { when: { type: 'date', format: 'dateOptionalTime||epoch_millis' } } },
        mappings: { type: 'text', analyzer: 'words', similarity: 'old', boost: 2 },
        place: { type: 'geo_point' },
      },
    },
    documents: Array.from({ length: 7 }, (_, n) => ({
      id: String(n),
      source:
        `{"type":"t${n}","properties":{"when":"2018-01-0${n}T00:00:00Z"},"mappings":"Some  words","place":{"lat":51.50,"lon":-0.1}}`.replace(
          '2018-01-00',
          '2018-01-01',
        ),
    })),
  });
}

/** A zip as es_dump_restore wrote it from Elasticsearch 1 and 2, with one type or several. */
export async function writeEsDumpRestoreZip(
  directory: string,
  types: readonly string[] = ['edition'],
): Promise<string> {
  const actions = [
    { _id: 'child', _type: types[0], _parent: 'parent', _timestamp: 1_515_400_000_000 },
    { _id: 'routed', _type: types.at(-1), _routing: 'elsewhere' },
    { _id: 'timed', _type: types[0], _ttl: 86_400_000, _percolate: '*' },
    { _id: 'versioned', _type: types[0], _version: 7, version_type: 'external' },
  ];
  const lines = actions
    .map((action, n) => `${JSON.stringify({ index: action })}\n{"title":"Old ${n}","rank":${n}.0}\n`)
    .join('');
  const mapping = {
    _all: { enabled: true },
    _parent: { type: 'section' },
    _timestamp: { enabled: true },
    properties: { title: { type: 'string' }, rank: { type: 'double' } },
  };
  const file = join(directory, `ancient-${types.length}.zip`);
  await writeFile(
    file,
    createZip([
      {
        name: 'index.json',
        content: JSON.stringify({
          settings: { index: { number_of_shards: '2', number_of_replicas: '0', version: { created: '1070599' } } },
          mappings: Object.fromEntries(types.map((type) => [type, mapping])),
        }),
      },
      { name: 'num_objects.json', content: JSON.stringify({ num_objects: actions.length }) },
      { name: 'objects', content: lines },
    ]),
  );
  return file;
}
