import { crc32, deflateRawSync } from 'node:zlib';
import { createZip, type TestZipEntry } from './zip-of.ts';

const ONE = '{"index":{"_id":"1"}}\n{"a":1}\n';

/** A backup of one document, without a manifest, with this text as its definition. */
export const zipWithDefinition = (definition: string): Buffer => zipWith({ 'index.json': definition });

/** A backup of one document, without a manifest, with some entries replaced; null leaves an entry out. */
export function zipWith(changed: Record<string, string | Buffer | null>): Buffer {
  const entries: Record<string, string | Buffer | null> = {
    'index.json': '{"settings":{},"mappings":{}}',
    objects: ONE,
    'num_objects.json': '{"num_objects":1}',
    ...changed,
  };
  return createZip(
    Object.entries(entries).flatMap(([name, content]): TestZipEntry[] =>
      content === null ? [] : [typeof content === 'string' ? { name, content } : rawEntry(name, content)],
    ),
  );
}

const rawEntry = (name: string, bytes: Buffer): TestZipEntry => ({
  name,
  content: bytes.toString('latin1'),
  raw: deflateRawSync(bytes, { level: 9 }),
  declaredSize: bytes.length,
  crc: crc32(bytes),
});

/** `{"settings":{},"mappings":{"a":[0,0,…]}}` of so many bytes; deflate compresses it by a factor of a thousand. */
export const manyNumbers = (bytes: number): string => {
  const [head, tail] = ['{"settings":{},"mappings":{"a":[', '0]}}'];
  return head + '0,'.repeat((bytes - head.length - tail.length) / 2) + tail;
};

/** `{"mappings":{"a":[[[…]]]}}` of so many bytes. */
export const deepNesting = (bytes: number): string => {
  const [head, tail] = ['{"mappings":{"a":', '}}'];
  const levels = Math.floor((bytes - head.length - tail.length) / 2);
  return head + '['.repeat(levels) + ']'.repeat(levels) + tail;
};
