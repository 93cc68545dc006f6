/** The nth document, of 1 to 1.5 KB, like those of a content search index; always the same for the same number. */
export function benchDocument(n: number): string {
  const random = mulberry(n + 1);
  const text = Array.from(
    { length: 110 + Math.floor(random() * 55) },
    () => WORDS[Math.floor(random() * WORDS.length)]!,
  ).join(' ');
  const fields = [
    `"title":${JSON.stringify(`${text.slice(0, 40)} ${n}`)}`,
    `"link":"/guidance/${n}"`,
    `"format":"${FORMATS[n % FORMATS.length]!}"`,
    `"indexable_content":${JSON.stringify(text)}`,
    `"public_timestamp":"2024-0${1 + (n % 9)}-1${n % 10}T10:00:00Z"`,
    `"popularity":${(random() * 0.01).toFixed(8)}`,
    `"content_id_hash":${9007199254740993n + BigInt(n)}`,
  ];
  return `{${fields.join(',')}}`;
}

export const BENCH_MAPPINGS = {
  properties: {
    title: { type: 'text' },
    link: { type: 'keyword' },
    format: { type: 'keyword' },
    indexable_content: { type: 'text' },
    public_timestamp: { type: 'date' },
    popularity: { type: 'float' },
    content_id_hash: { type: 'long' },
  },
};

/** A bulk body with `index` actions for the documents from `from` to below `to`. */
export function benchBulk(from: number, to: number): string {
  let body = '';
  for (let n = from; n < to; n++) body += `{"index":{"_id":"/guidance/${n}"}}\n${benchDocument(n)}\n`;
  return body;
}

const FORMATS = ['guidance', 'publication', 'answer', 'transaction', 'news'];
const WORDS = [
  'report health café leave benefit defence fisheries credits pension vat visa licence driving',
  'education council tax energy passport statement childcare naïve policy guidance speech rates rent',
  'employer maternity "quoted" back\\slash 北京 Łódź emoji🐟 harbour lighthouse bridge canal railway',
  'orchard meadow parish borough ferry tunnel reservoir quarry survey notice tariff permit register',
  'ledger archive',
].flatMap((line) => line.split(' '));

/** A random generator with a seed (mulberry32), so that every run has the same documents. */
function mulberry(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
