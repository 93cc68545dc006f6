import { AppError } from '../../errors.ts';
import { PROXY_HINT } from '../client/response-error.ts';
import { count, listOf, object, optional, text, type Shape } from '../client/shape.ts';

/** What a search response says besides its documents. Throws where the search is not complete. */
export class SearchMetadata {
  pointInTime: string | null = null;
  scrollId: string | null = null;
  /** Documents that the whole search found; null: the response does not say. */
  total: number | null = null;
  hasShards = false;

  /** One member: the offsets of its key and of its value. `inHits`: a member of `hits`, not of the response itself. */
  read(bytes: Buffer, keyStart: number, keyEnd: number, start: number, end: number, inHits: boolean): void {
    const key = bytes.toString('latin1', keyStart, keyEnd);
    const value = () => JSON.parse(bytes.toString('utf8', start, end)) as unknown;
    if (key === 'pit_id') this.pointInTime = requireShape(text, value());
    else if (key === '_scroll_id') this.scrollId = requireShape(text, value());
    else if (key === 'total' && inHits) this.total = totalOf(value());
    else if (key === 'timed_out' && value() === true)
      throw new AppError('timed_out', 'The cluster stopped a search before it was complete (timed_out).');
    else if (key === '_shards') {
      this.hasShards = true;
      const shards = requireShape(shardsOfPage, value());
      if (shards.failed > 0 || shards.successful < shards.total) {
        const reason = shards.failures?.[0]?.reason?.reason;
        throw new AppError(
          'unreachable',
          `${shards.failed} of ${shards.total} shards did not answer${reason ? `: ${reason}` : ''}.`,
          { hint: 'A page without all its shards is not used: documents would be missing.' },
        );
      }
    }
  }
}

const shardsOfPage = object({
  failed: count,
  total: count,
  successful: count,
  failures: optional(listOf(object({ reason: optional(object({ reason: optional(text) })) }))),
});

function requireShape<T>(shape: Shape<T>, value: unknown): T {
  if (shape(value)) return value;
  throw invalidPage();
}

export const invalidPage = (cause?: unknown): AppError =>
  new AppError('unreachable', 'The answer is not the cluster’s: it is no page of documents.', {
    cause,
    hint: PROXY_HINT,
  });

/** `hits.total` is a number up to Elasticsearch 6, an object from 7. */
const totalOf = (total: unknown): number | null =>
  count(total) ? total : object({ value: count })(total) ? total.value : null;
