import type { CapturedRequest, Found, RecordPlace } from './found.ts';
import type { Message } from './read-messages.ts';
import type { SplitRecord } from './split-record.ts';

/** What a record holds, as it is visited: at least one thing. */
export function toFound(record: SplitRecord, place: RecordPlace): Found[] {
  const { header, messages, problem } = record;
  if (header?.type === 3) return [{ kind: 'replayed', id: header.id, at: header.at, ...place }];
  const found: Found[] = messages.map((message, part) => toMessage(record, message, part, place));
  if (problem !== null) found.push({ ...problem, ...place });
  return found;
}

function toMessage(record: SplitRecord, message: Message, part: number, place: RecordPlace): Found {
  const { id, at } = record.header!;
  const { start, headers, body } = message;
  if ('status' in start) return { kind: 'answer', id, at, ...place, part, status: start.status, headers, body };
  const { method, target } = start;
  const raw = record.bytes.subarray(message.from, message.to);
  return { kind: 'request', id, at, ...place, part, method, target, headers, body, raw } satisfies CapturedRequest;
}
