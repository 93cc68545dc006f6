import { describe, expect, it } from 'vitest';
import { inspectQuery } from '../../lib/looking-up/inspect-query.ts';
import { failureOf } from '../support/failure-of.ts';

const json = (text: string) => inspectQuery('json', text);
const refused = (text: string) => failureOf(() => json(text));

describe('inspectQuery', () => {
  it('says what words cost, and nothing of an id', () => {
    expect(inspectQuery('words', 'harbour').costs).toEqual([]);
    expect(inspectQuery('words', '*mit *mit /a/').costs).toEqual([
      expect.stringMatching(/^\*mit begins with a wildcard/),
      expect.stringMatching(/^\/a\/ is a regular expression.*put it in quotes\.$/),
    ]);
    expect(inspectQuery('id', '*/a/')).toEqual({ query: { kind: 'id', id: '*/a/' }, costs: [] });
  });

  it('keeps the numbers of a query in JSON as they are written', () => {
    const { query } = json('{"term":{"views":9007199254740993}}');
    expect(JSON.stringify(query)).toContain('9007199254740993');
  });

  it.each([
    '{"script":{"script":"1"}}',
    '{"bool":{"filter":[{"script_score":{"query":{"match_all":{}}}}]}}',
    '{"function_score":{"script_score":{"script":{"source":"1"}}}}',
    '{"nested":{"path":"a","query":{"match_all":{}},"inner_hits":{"script_fields":{}}}}',
    '{"terms_set":{"a":{"terms":["b"],"minimum_should_match_script":{"source":"1"}}}}',
    '{"terms_set":{"a":{"terms":["b"],"minimum_should_match_\\u0073cript":{"source":"1"}}}}',
    '{"intervals":{"a":{"match":{"query":"b","filter":{"script":{"source":"1"}}}}}}',
    '{"wrapper":{"query":"e30="}}',
    '{"terms":{"a":{"index":".security","id":"1","path":"b"}}}',
    '{"terms":{"user":{"index":".kibana_1","path":"x","query":{"match_all":{}}}}}',
    '{"bool":{"filter":[{"terms":{"boost":1.0,"user":{"query":{"match_all":{}}}}}]}}',
    '{"geo_shape":{"place":{"indexed_shape":{"id":"1"}}}}',
    '{"knn":{"field":"a","query_vector_builder":{"lookup":{"index":"other","path":"b"}}}}',
    '{"more_like_this":{"like":[{"_index":"other","_id":"1"}]}}',
    '{"bool":{"runtime_mappings":{}}}',
  ])('never runs %s', async (text) => {
    expect(await refused(text)).toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining('not allowed'),
    });
  });

  it('takes a field whose name contains the letters of "script"', () => {
    expect(json('{"match":{"description":"harbour"}}').costs).toEqual([]);
  });

  it.each([
    '',
    'harbour',
    '[]',
    '1',
    'null',
    '{"match":{"a":"b"}',
    '{}',
    '{"query":{"match_all":{}}}',
    '{"size":1}',
    '{"match":{"a":1},"term":{"b":2}}',
  ])('takes one clause, not %s', async (text) => {
    expect(await refused(text)).toMatchObject({ code: 'invalid_input', hint: expect.any(String) });
  });

  it('refuses a query that is nested very deep', async () => {
    const text = `${'{"bool":'.repeat(60)}{}${'}'.repeat(60)}`;
    expect(await refused(text)).toMatchObject({ message: expect.stringContaining('levels deep') });
  });

  it.each([
    '{"regexp":{"title":"a.*"}}',
    '{"bool":{"must":[{"wildcard":{"title":"*a"}}]}}',
    '{"wildcard":{"title":{"value":"?a"}}}',
    '{"intervals":{"title":{"wildcard":{"pattern":"*a"}}}}',
    '{"prefix":{"title":""}}',
    '{"prefix":{"title":{"value":""}}}',
    '{"intervals":{"title":{"prefix":{"prefix":""}}}}',
    '{"has_child":{"type":"a","query":{"match_all":{}}}}',
    '{"has_parent":{"parent_type":"a","query":{"match_all":{}}}}',
    '{"more_like_this":{"like":"harbour"}}',
    '{"percolate":{"field":"a","document":{}}}',
    '{"neural":{"a":{"query_text":"b","model_id":"c"}}}',
    '{"query_string":{"query":"title:*a"}}',
    '{"query_string":{"query":"/a/"}}',
    '{"fuzzy":{"title":{"value":"a","max_expansions":5000}}}',
    '{"match_phrase_prefix":{"title":{"query":"a","max_expansions":1e4}}}',
  ])('says that %s is costly', (text) => {
    expect(json(text).costs).toHaveLength(1);
  });

  it.each([
    '{"match_all":{}}',
    '{"wildcard":{"title":"a*"}}',
    '{"fuzzy":{"title":{"value":"a","max_expansions":50}}}',
    '{"query_string":{"query":"\\"*a\\""}}',
    '{"match":{"regexp":"a"}}',
    '{"prefix":{"title":"a"}}',
    '{"terms":{"views":[9007199254740993],"boost":1.0}}',
    '{"nested":{"path":"a","query":{"match_all":{}}}}',
    '{"range":{"views":{"gte":1.0}}}',
    '{"term":{"__proto__":"a"}}',
  ])('runs %s at once', (text) => {
    expect(json(text).costs).toEqual([]);
  });

  it('lets no query string begin a word with a wildcard that was not seen', () => {
    const sent = (text: string) => JSON.stringify(json(text).query);
    expect(sent('{"bool":{"must":[{"query_string":{"query":"a","allow_leading_wildcard":true}}]}}')).toContain(
      '{"query_string":{"query":"a","allow_leading_wildcard":false}}',
    );
    expect(sent('{"query_string":{"query":"*a"}}')).not.toContain('allow_leading_wildcard');
    for (const text of ['{"match":{"query_string":{"query":"a"}}}', '{"term":{"query_string":{"value":"a"}}}'])
      expect(sent(text)).not.toContain('allow_leading_wildcard');
  });
});
