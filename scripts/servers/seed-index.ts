import { sendRequest, type Credentials } from './send-request.ts';

export interface SeedDocument {
  id: string;
  /** An object, or the JSON text to store unchanged. */
  source: string | Record<string, unknown>;
  routing?: string;
  /** An external version. */
  version?: number;
}

export interface SeedOptions {
  settings?: Record<string, unknown>;
  mappings?: Record<string, unknown>;
  aliases?: Record<string, unknown>;
  documents?: Iterable<SeedDocument> | AsyncIterable<SeedDocument>;
  /** Only for 6.8; `mappings` are put under it. */
  type?: string;
  auth?: Credentials;
}

const BATCH_CHARACTERS = 4_000_000;

/** Creates an index and fills it by plain bulk requests. Resolves to its number of documents after a refresh. */
export async function seedIndex(url: string, index: string, options: SeedOptions = {}): Promise<number> {
  const { settings, mappings, aliases, type, auth } = options;
  const send = async (method: string, path: string, body: string, contentType = 'application/json') => {
    const response = await sendRequest(`${url}${path}`, {
      method,
      body,
      type: contentType,
      timeoutMs: 120_000,
      ...(auth ? { auth } : {}),
    });
    if (response.status > 299)
      throw new Error(`${method} ${path}: ${String(response.status)} ${response.text.slice(0, 1000)}`);
    return response.text;
  };
  const create = {
    settings: { number_of_shards: 1, number_of_replicas: 0, ...settings },
    ...(mappings ? { mappings: type ? { [type]: mappings } : mappings } : {}),
    ...(aliases ? { aliases } : {}),
  };
  const name = encodeURIComponent(index);
  await send('PUT', `/${name}`, JSON.stringify(create));
  let body = '';
  const flush = async () => {
    if (body === '') return;
    const text = await send('POST', `/${name}${type ? `/${type}` : ''}/_bulk`, body, 'application/x-ndjson');
    body = '';
    const answer = JSON.parse(text) as { errors: boolean; items: { index: { error?: unknown } }[] };
    if (answer.errors)
      throw new Error(
        `Seeding ${index}: ${JSON.stringify(answer.items.find((item) => item.index.error)).slice(0, 1000)}`,
      );
  };
  for await (const { id, source, routing, version } of options.documents ?? []) {
    const action = {
      _id: id,
      ...(routing === undefined ? {} : { routing }),
      ...(version === undefined ? {} : { version, version_type: 'external' }),
    };
    body += `${JSON.stringify({ index: action })}\n${typeof source === 'string' ? source : JSON.stringify(source)}\n`;
    if (body.length > BATCH_CHARACTERS) await flush();
  }
  await flush();
  await send('POST', `/${name}/_refresh`, '');
  const { count } = JSON.parse(await send('GET', `/${name}/_count`, '{}')) as { count: number };
  return count;
}
