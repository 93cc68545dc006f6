import { processGlobal } from '../process-wide.ts';
import type { Authorised } from './authorise.ts';

/** Each holds a file and a connection until its client has read it. */
const MOST_OF_ONE = 4;
const MOST = 16;
const RETRY_AFTER_S = 10;

const underWay = processGlobal('downloads', () => new Map<string, number>());

/** A download, or 429 or 503 where this person or all together have too many. It counts until its last byte is read, or its client disconnects. */
export async function limitedDownload(
  { actor }: Pick<Authorised, 'actor'>,
  request: Request,
  answer: () => Promise<Response> | Response,
): Promise<Response> {
  const of = underWay().get(actor.name) ?? 0;
  const all = [...underWay().values()].reduce((sum, some) => sum + some, 0);
  if (of >= MOST_OF_ONE) return refused(429, `You have ${MOST_OF_ONE} downloads running, which is the maximum.`);
  if (all >= MOST) return refused(503, `${MOST} downloads are running, which is the maximum.`);
  const release = take(actor.name);
  try {
    const response = await answer();
    const { body, headers, status } = response;
    if (body === null) {
      release();
      return response;
    }
    if (request.method !== 'HEAD') return new Response(withEnd(body, release), { headers, status });
    // Next does not close the body of an answer to HEAD, and its file would stay open.
    await body.cancel();
    release();
    return new Response(null, { headers, status });
  } catch (error) {
    release();
    throw error;
  }
}

function take(name: string): () => void {
  underWay().set(name, (underWay().get(name) ?? 0) + 1);
  let taken = true;
  return () => {
    if (!taken) return;
    taken = false;
    const left = (underWay().get(name) ?? 1) - 1;
    if (left > 0) underWay().set(name, left);
    else underWay().delete(name);
  };
}

const refused = (status: number, message: string): Response =>
  Response.json(
    { failure: { code: 'overloaded', message, hint: 'Wait for one to end, then try again.' } },
    { status, headers: { 'retry-after': String(RETRY_AFTER_S), 'cache-control': 'no-store' } },
  );

/** The same bytes, read on demand; `onEnd` is called at the end, on an error, and when the client disconnects. */
function withEnd(body: ReadableStream<Uint8Array>, onEnd: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          onEnd();
          controller.close();
        } catch (error) {
          onEnd();
          controller.error(error);
        }
      },
      async cancel(reason) {
        onEnd();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
