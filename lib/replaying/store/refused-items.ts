import type { CapturedAnswer } from '../../captures/found.ts';
import { decodedBody } from '../requests/decoded-body.ts';
import { parseObject } from '../requests/bulk-items.ts';
import { isJsonObject } from '../../target/deep-merge.ts';

/** Number and status of a bulk's items that its answer refuses (400 to 499), as a JSON list of pairs; null: none. */
export function refusedItems(answer: Pick<CapturedAnswer, 'status' | 'headers' | 'body'>): string | null {
  if (answer.status !== 200) return null;
  const body = decodedBody(answer);
  const parsed = body === null || !body.includes('"items"') ? null : parseObject(body.toString('utf8'));
  const items = parsed?.['errors'] === true ? parsed['items'] : null;
  if (!Array.isArray(items)) return null;
  const refused = items.flatMap((item: unknown, at) => {
    const status = refusalOf(item);
    return status === null ? [] : [[at, status]];
  });
  return refused.length === 0 ? null : JSON.stringify(refused);
}

function refusalOf(item: unknown): number | null {
  const [outcome] = isJsonObject(item) ? Object.values(item) : [];
  const status = isJsonObject(outcome) ? outcome['status'] : null;
  return typeof status === 'number' && status >= 400 && status < 500 && status !== 429 ? status : null;
}
