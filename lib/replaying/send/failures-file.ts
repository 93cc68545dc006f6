import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { SEPARATOR } from '../../captures/record-header.ts';
import { parseRequest } from '../../captures/parse-request.ts';
import { AppError } from '../../errors.ts';
import { requestsInOrder, type PlannedSend } from '../store/requests-in-order.ts';
import type { PreparedCaptures } from '../store/prepared-captures.ts';
import { bulkItems } from '../requests/bulk-items.ts';
import { decodedBody } from '../requests/decoded-body.ts';
import type { RequestToInterpret } from '../requests/interpret.ts';
import type { Outcome } from './classify.ts';
import { readJournal } from './journal.ts';
import { isSecretHeader } from '../requests/secret-headers.ts';
import { partOf } from './send-bulk.ts';

export const failuresIn = (directory: string): string => join(/* turbopackIgnore: true */ directory, 'failures.gor');

const NOT_APPLIED: readonly Outcome[] = ['failed', 'unknown', 'held'];

/**
 * Writes what was not applied as GoReplay writes it, with its times and headers, in the order in which it has to be sent.
 * Captured credentials are left out; a bulk has only the items that failed. Returns how many requests it has; 0: no file.
 */
export async function writeFailures(directory: string, captures: PreparedCaptures): Promise<number> {
  const failed = new Map<number, readonly number[] | null>();
  for await (const line of readJournal(directory))
    if (!('begun' in line)) {
      if (NOT_APPLIED.includes(line.outcome)) failed.set(line.number, line.items ?? null);
      else failed.delete(line.number);
    }
  const path = failuresIn(directory);
  if (failed.size === 0) {
    await rm(path, { force: true });
    return 0;
  }
  try {
    await write(`${path}.partial`, failed, captures);
    await rename(`${path}.partial`, path);
    return failed.size;
  } catch (cause) {
    throw new AppError(
      'disk',
      `The failed requests can’t be written to ${path} (${(cause as NodeJS.ErrnoException).code ?? String(cause)}).`,
      {
        hint: 'The results beside it name each of them with file and offset.',
        cause,
      },
    );
  }
}

async function write(
  path: string,
  failed: ReadonlyMap<number, readonly number[] | null>,
  captures: PreparedCaptures,
): Promise<void> {
  const stream = createWriteStream(path, { mode: 0o600, flush: true });
  for (const planned of requestsInOrder(captures.database)) {
    const items = failed.get(planned.number);
    if (items === undefined) continue;
    const record = Buffer.concat([
      Buffer.from(`1 ${planned.id} ${String(planned.at)}\n`, 'latin1'),
      withoutSecrets(captures.bytesAt(planned.spool, planned.length), planned, items),
      SEPARATOR,
    ]);
    if (!stream.write(record)) await once(stream, 'drain');
  }
  stream.end();
  await once(stream, 'close');
}

function withoutSecrets(raw: Buffer, planned: PlannedSend, items: readonly number[] | null): Buffer {
  const { body, headers, method, target } = parseRequest(raw);
  const remaining = planned.isBulk ? itemsOf({ method, target, headers, body }, planned, items) : body;
  const kept = headers.filter(([name]) => !isSecretHeader(name) && !/^(content-length|transfer-encoding)$/i.test(name));
  const head = [
    `${method} ${target} HTTP/1.1`,
    ...kept.map(([name, value]) => `${name}: ${value}`),
    ...(remaining.length > 0 || method !== 'DELETE' ? [`Content-Length: ${String(remaining.length)}`] : []),
  ];
  return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`, 'latin1'), remaining]);
}

/** The items that failed; where nothing of the bulk was sent, those that were not refused then. */
function itemsOf(
  captured: RequestToInterpret,
  { refusedItems }: PlannedSend,
  failed: readonly number[] | null,
): Buffer {
  const all = bulkItems(decodedBody(captured) ?? Buffer.alloc(0));
  if (all === null || (failed === null && refusedItems.length === 0)) return captured.body;
  const isLeft = (number: number): boolean => failed?.includes(number) ?? !refusedItems.includes(number);
  return partOf(
    captured,
    all.filter((_, number) => isLeft(number)),
  );
}
