import type { SeedDocument } from '../servers/seed-index.ts';
import { Random } from './random.ts';
import { DEPARTMENTS, FORMS, NOUNS, SENTENCES, THINGS, VERBS } from './vocabulary.ts';

export interface Section {
  alias: string;
  /** The number of distinct documents; a generation has the first n of them. */
  documents: number;
  mappings: Record<string, unknown>;
  settings: Record<string, unknown>;
  /** The nth document, from 0; always the same for the same number. */
  document(n: number): SeedDocument;
}

const text = { type: 'text', analyzer: 'plain_words' };
const keyword = { type: 'keyword' };

/** The test distributions have only the standard analysis: lowercase and stop, no stemming. */
const analysis = {
  filter: { small_words: { type: 'stop', stopwords: ['a', 'an', 'and', 'the', 'of', 'for', 'to'] } },
  analyzer: { plain_words: { type: 'custom', tokenizer: 'standard', filter: ['lowercase', 'small_words'] } },
};

const pageMappings = {
  dynamic: 'strict',
  _meta: { made_for: 'search' },
  properties: {
    title: { ...text, fields: { sort: keyword } },
    description: text,
    indexable_content: text,
    link: keyword,
    format: keyword,
    organisations: keyword,
    public_timestamp: { type: 'date' },
    popularity: { type: 'float' },
    content_hash: { type: 'long' },
    is_withdrawn: { type: 'boolean' },
  },
};

function fillPlaceholders(sentence: string, random: Random): string {
  const first = random.pick(NOUNS);
  return sentence
    .replaceAll('{a}', first)
    .replaceAll('{b}', random.pick(NOUNS))
    .replaceAll('{n}', String(random.integer(2, 90)));
}

const slug = (title: string) =>
  title
    .toLowerCase()
    .replaceAll('’', '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

/** A page of a search index. The 64-bit hash is written as text, because JavaScript would round it. */
function createPage(section: string, seed: number, n: number): SeedDocument {
  const random = new Random(seed * 1_000_003 + n);
  const title = `${random.pick(VERBS)} ${random.pick(THINGS)}`;
  const link = `/${section}/${slug(title)}-${String(n + 1)}`;
  const body = {
    title,
    description: fillPlaceholders(random.pick(SENTENCES), random),
    link,
    format: random.pick(FORMS),
    organisations: [random.pick(DEPARTMENTS)],
    public_timestamp: new Date(
      Date.UTC(2015, 0, 1) + random.integer(0, 4_000) * 86_400_000 + random.integer(0, 86_399) * 1000,
    )
      .toISOString()
      .replace('.000', ''),
    popularity: Number((random.next() / 10).toFixed(5)),
    is_withdrawn: random.next() < 0.04,
    indexable_content: Array.from({ length: random.integer(4, 10) }, () =>
      fillPlaceholders(random.pick(SENTENCES), random),
    ).join(' '),
  };
  const hash = (9_007_199_254_740_993n + BigInt(random.integer(0, 2_000_000_000)) * 1_000_000_007n).toString();
  return { id: link, source: `${JSON.stringify(body).slice(0, -1)},"content_hash":${hash}}` };
}

function createTraffic(n: number): SeedDocument {
  const random = new Random(77_000_003 + n);
  const path = `/government/${slug(`${random.pick(VERBS)} ${random.pick(THINGS)}`)}-${String(n + 1)}`;
  return {
    id: path,
    source: {
      path_components: path
        .split('/')
        .slice(1)
        .map((_, depth, parts) => `/${parts.slice(0, depth + 1).join('/')}`),
      rank_14: n + 1,
      vc_14: random.integer(1, 90_000),
      vf_14: Number(random.next().toFixed(6)),
    },
  };
}

function createBestBet(n: number): SeedDocument {
  const random = new Random(55_000_001 + n);
  const query = `${random.pick(NOUNS)} ${random.pick(NOUNS)}`;
  return {
    id: `${query}-${random.pick(['exact', 'stemmed'])}-${String(n + 1)}`,
    source: {
      exact_query: query,
      details: JSON.stringify({
        best_bets: [{ link: `/government/${slug(random.pick(THINGS))}`, position: 1 }],
        worst_bets: [],
      }),
    },
  };
}

export const SECTIONS: readonly Section[] = [
  {
    alias: 'government',
    documents: 8_940,
    mappings: pageMappings,
    settings: { number_of_shards: 2, analysis },
    document: (n) => createPage('government', 1, n),
  },
  {
    alias: 'detailed',
    documents: 2_600,
    mappings: pageMappings,
    settings: { analysis },
    document: (n) => createPage('guidance', 2, n),
  },
  {
    alias: 'govuk',
    documents: 4_900,
    mappings: pageMappings,
    settings: { analysis },
    document: (n) => createPage('browse', 3, n),
  },
  {
    alias: 'page-traffic',
    documents: 3_000,
    mappings: {
      dynamic: 'strict',
      properties: {
        path_components: keyword,
        rank_14: { type: 'integer' },
        vc_14: { type: 'long' },
        vf_14: { type: 'double' },
      },
    },
    settings: {},
    document: createTraffic,
  },
  {
    alias: 'metasearch',
    documents: 560,
    mappings: {
      dynamic: 'strict',
      properties: { exact_query: keyword, details: { type: 'keyword', index: false, doc_values: false } },
    },
    settings: {},
    document: createBestBet,
  },
];

export function findSection(alias: string): Section {
  const found = SECTIONS.find((entry) => entry.alias === alias);
  if (!found) throw new Error(`The sample data has no alias ${alias}.`);
  return found;
}
