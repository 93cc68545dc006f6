import { crc32, deflateRawSync } from 'node:zlib';
import { zipOf, type EntryOf } from './zip-of.ts';

const ONE = '{"index":{"_id":"1"}}\n{"a":1}\n';

/** A backup of one document, without a manifest, whose definition is this text. */
export const zipWithDefinition = (definition: string): Buffer => zipWith({ 'index.json': definition });

/** The same with any small entry said otherwise; null leaves one out. */
export function zipWith(changed: Record<string, string | Buffer | null>): Buffer {
  const entries: Record<string, string | Buffer | null> = {
    'index.json': '{"settings":{},"mappings":{}}',
    objects: ONE,
    'num_objects.json': '{"num_objects":1}',
    ...changed,
  };
  return zipOf(
    Object.entries(entries).flatMap(([name, content]): EntryOf[] =>
      content === null ? [] : [typeof content === 'string' ? { name, content } : rawEntry(name, content)],
    ),
  );
}

const rawEntry = (name: string, bytes: Buffer): EntryOf => ({
  name,
  content: bytes.toString('latin1'),
  raw: deflateRawSync(bytes, { level: 9 }),
  claims: bytes.length,
  crc: crc32(bytes),
});

/** `{"settings":{},"mappings":{"a":[0,0,…]}}` of so many bytes: deflate shrinks it a thousand times. */
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
