import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { call } from '../support/elasticsearch.ts';

export async function uuidOf(url: string, index: string): Promise<string> {
  const settings = await call<Record<string, { settings: { index: { uuid: string } } }>>(
    url,
    'GET',
    `/${index}/_settings`,
  );
  return settings[index]!.settings.index.uuid;
}

/** The largest file of the index's Lucene segments. */
export async function largestFile(directory: string, uuid: string): Promise<string> {
  const files = (await readdir(directory, { recursive: true }))
    .filter((name) => name.includes(`/${uuid}/`) && /\/index\/_.*\.(?:cfs|fdt|tim|dvd)$/.test(name))
    .map((name) => join(directory, name));
  const sized = await Promise.all(files.map(async (file) => ({ file, bytes: (await stat(file)).size })));
  return sized.sort((a, b) => b.bytes - a.bytes)[0]!.file;
}

/** Changes one byte in its middle. */
export async function damage(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    const { size } = await handle.stat();
    const byte = Buffer.alloc(1);
    await handle.read(byte, 0, 1, Math.floor(size / 2));
    byte[0]! ^= 0xff;
    await handle.write(byte, 0, 1, Math.floor(size / 2));
  } finally {
    await handle.close();
  }
}
