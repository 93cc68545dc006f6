import { parseObject, type BulkItem } from '../requests/bulk-items.ts';
import { isJsonObject } from '../../target/deep-merge.ts';
import { classify, isBusy, type Outcome } from './classify.ts';

/** What became of each item of a bulk that was answered 200; `again`: the target had no room for it. null: not readable.
 * `mayRepeat`: an earlier try may have been applied; `allRefused`: each was refused then. */
export function itemOutcomes(
  body: Buffer,
  items: readonly BulkItem[],
  how: { mayRepeat: boolean; allRefused: boolean },
): (Outcome | 'again')[] | null {
  const parsed = parseObject(body.toString('utf8'));
  if (parsed === null) return null;
  if (parsed['errors'] === false) return items.map(() => 'done');
  const list = parsed['items'];
  if (!Array.isArray(list)) return null;
  if (list.length !== items.length) return null;
  return list.map((answer: unknown, at) => itemOutcome(answer, items[at]!, how));
}

function itemOutcome(
  answer: unknown,
  item: BulkItem,
  { allRefused, mayRepeat }: { mayRepeat: boolean; allRefused: boolean },
): Outcome | 'again' {
  const [facts] = isJsonObject(answer) ? Object.values(answer) : [];
  const status = isJsonObject(facts) ? facts['status'] : null;
  if (typeof status !== 'number') return 'unknown';
  if (isBusy(status)) return 'again';
  const method = item.action === 'delete' ? 'DELETE' : 'POST';
  return classify({ status, method, external: item.external, then: allRefused ? status : null, mayRepeat });
}
