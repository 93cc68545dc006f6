import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { captureFiles } from '@/lib/captures/capture-files';
import type { CapturedRequest, Found } from '@/lib/captures/found';
import { readAll } from './captures';

const FOLDER = join(import.meta.dirname, '../fixtures/replay');
interface Scenario {
  files: string[];
  counts: { records: { request: number; response?: number; truncated?: number } };
  notWhole?: { file: string; offset: number }[];
}
const scenarios = JSON.parse(readFileSync(join(FOLDER, 'expected.json'), 'utf8')) as { [name: string]: Scenario };

async function readScenario(name: string) {
  const files = await captureFiles(scenarios[name]!.files.map((file) => join(FOLDER, file)));
  return { files, ...(await readAll(files)) };
}

const requestsIn = (found: readonly Found[]): CapturedRequest[] => found.filter((one) => one.kind === 'request');

describe('captures that GoReplay made', () => {
  test.each(Object.keys(scenarios))('finds every record of %s', async (name) => {
    const { found, files, facts } = await readScenario(name);
    const { request, response = 0, truncated = 0 } = scenarios[name]!.counts.records;
    const count = (kind: Found['kind']) => found.filter((one) => one.kind === kind).length;
    expect([count('request'), count('answer'), count('cut'), count('malformed')]).toEqual([
      request,
      response,
      truncated,
      0,
    ]);
    const broken = found.filter((one) => 'why' in one);
    expect(broken.map(({ file, offset }) => [files[file]!.path, offset])).toEqual(
      (scenarios[name]!.notWhole ?? []).map(({ file, offset }) => [join(FOLDER, file), offset]),
    );
    expect(facts.reduce((sum, { records }) => sum + records, 0)).toBe(found.length);
    expect(facts.every((one) => one.bytes > 0 && one.unpackedBytes >= one.bytes)).toBe(true);
  });

  test('joins the record that copytruncate cut in two', async () => {
    const { found, facts } = await readScenario('two-servers');
    const [current, rotated] = [facts[0]!, facts[1]!];
    expect(current).toMatchObject({ server: 'search-1', leadingNuls: 53_248, joinedTo: 1, broken: 0 });
    expect(rotated).toMatchObject({ gzip: true, unpackedBytes: 53_248, joinedTo: null, broken: 0 });
    const joined = requestsIn(found).find(({ body }) => body.includes('rotation-13'))!;
    expect(joined).toMatchObject({ file: 1, at: 1515454131693145200n, id: '70fec845430562f1d044a5793fcee2ebccb18d3e' });
    expect(joined.body).toHaveLength(749);
  });

  test('says when the records of a file were captured, whatever the name of the file is', async () => {
    const { facts } = await readScenario('two-servers');
    expect(facts[2]!.path).toContain('20180107.log');
    expect([facts[2]!.firstAt, facts[2]!.lastAt]).toEqual([1515443897235145200n, 1515444199303945200n]);
  });

  test('keeps a body that holds the separator whole', async () => {
    const { found } = await readScenario('specials');
    const raw = requestsIn(found).find(({ target }) => target.endsWith('separator-raw'))!;
    expect(raw.body.toString()).toBe('title=before\n🐵🙈🙉\nafter&rev=2');
    expect(raw.raw.toString()).toMatch(/^POST [^]*rev=2$/);
  });

  test('removes the framing of a chunked body and keeps a gzip body as it was', async () => {
    const requests = requestsIn((await readScenario('specials')).found);
    const encoding = (name: string, value: string) =>
      requests.filter(({ headers }) => headers.some(([key, text]) => key.toLowerCase() === name && text === value));
    const [chunked] = encoding('transfer-encoding', 'chunked');
    expect(JSON.parse(chunked!.body.toString())).toHaveProperty('_id');
    const [packed] = encoding('content-encoding', 'gzip');
    expect(packed!.body.subarray(0, 2)).toEqual(Buffer.from([0x1f, 0x8b]));
  });

  test('keeps a target with unescaped slashes as it is', async () => {
    const { found } = await readScenario('specials');
    const targets = requestsIn(found).map(({ target }) => target);
    expect(targets).toContain('/government/documents//government/news/plain');
  });
});
