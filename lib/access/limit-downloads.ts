import { processGlobal } from '../process-wide.ts';
import type { Authorised } from './authorise.ts';

/** Each holds a file and a connection for as long as its reader takes. */
const MOST_OF_ONE = 4;
const MOST = 16;
const RETRY_AFTER_S = 10;

const underWay = processGlobal('downloads', () => new Map<string, number>());

/** A download, unless this person or everybody together has too many under way. It counts until its last byte is taken, or its reader is gone. */
export async function limitedDownload(
  { actor }: Pick<Authorised, 'actor'>,
  request: Request,
  answer: () => Promise<Response> | Response,
): Promise<Response> {
  const of = underWay().get(actor.name) ?? 0;
  const all = [...underWay().values()].reduce((sum, some) => sum + some, 0);
  if (of >= MOST_OF_ONE) return refused(429, `You have ${MOST_OF_ONE} downloads under way, the most there may be.`);
  if (all >= MOST) return refused(503, `${MOST} downloads are under way, the most there may be.`);
  const release = take(actor.name);
  try {
    const response = await answer();
    const { body, headers, status } = response;
    if (body === null) {
      release();
      return response;
    }
    if (request.method !== 'HEAD') return new Response(until(body, release), { headers, status });
    // Next leaves the body of an answer to HEAD as it is, with its file open.
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

/** The same bytes, read only when they are asked for; `over` is called once there are no more, or nobody wants them. */
function until(body: ReadableStream<Uint8Array>, over: () => void): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  return new ReadableStream(
    {
      async pull(controller) {
        try {
          const { done, value } = await reader.read();
          if (!done) return controller.enqueue(value);
          over();
          controller.close();
        } catch (error) {
          over();
          controller.error(error);
        }
      },
      async cancel(reason) {
        over();
        await reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
