import { parseExact } from '../../json/exact.ts';
import { isJsonObject } from '../../target/deep-merge.ts';
import { bulkItems } from './bulk-items.ts';
import { decodedBody, encodedBody } from './decoded-body.ts';
import type { RequestToInterpret } from './interpret.ts';
import { decodeOnce } from './request-target.ts';

/** Old names of indices → those that take their place. */
export type IndexMapping = ReadonlyMap<string, string>;

/** The path with each old index in its first segment replaced. `text`: path and query, as sent. */
export function mapPath(text: string, mapping: IndexMapping): string {
  const [, slashes, names, rest] = /^(\/+)([^/?]+)(.*)$/s.exec(text) ?? [];
  if (slashes === undefined || names === undefined || names.startsWith('_')) return text;
  const all = decodeOnce(names).split(',');
  if (!all.some((name) => mapping.has(name))) return text;
  const mapped = all.map((name) => encodeURIComponent(mapping.get(name) ?? name));
  return `${slashes}${mapped.join(',')}${rest ?? ''}`;
}

/** A bulk body with each old index in its action lines replaced, packed as it was. Every other byte is as it was. */
export function mapBulkBody(request: Pick<RequestToInterpret, 'headers' | 'body'>, mapping: IndexMapping): Buffer {
  const body = decodedBody(request);
  const items = body === null ? null : bulkItems(body);
  if (body === null || items === null || !items.some(({ index }) => index !== null && mapping.has(index)))
    return request.body;
  const pieces = items.flatMap(({ actionEnd, end, index, start }) => {
    const to = index === null ? undefined : mapping.get(index);
    const action = body.subarray(start, actionEnd);
    return [to === undefined ? action : mapAction(action, to), body.subarray(actionEnd, end)];
  });
  return encodedBody(request, Buffer.concat(pieces));
}

/** Numbers keep their digits: a version has up to 63 bits. */
function mapAction(line: Buffer, index: string): Buffer {
  const parsed = parseExact(line.toString('utf8'));
  if (!isJsonObject(parsed)) return line;
  const [action, metadata] = Object.entries(parsed)[0] ?? [];
  if (action === undefined || !isJsonObject(metadata)) return line;
  return Buffer.from(`${JSON.stringify({ [action]: { ...metadata, _index: index } })}\n`);
}
