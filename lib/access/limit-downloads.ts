import { processGlobal } from '../process-wide.ts';
import type { Authorised } from './authorise.ts';
import { takePlace, tooMany } from './under-way.ts';

/** Each holds a file and a connection until its client has read it. */
const MOST = { ofOne: 4, all: 16 };

const underWay = processGlobal('downloads', () => new Map<string, number>());

/** A download, or 429 or 503 where this person or all together have too many. It counts until its last byte is read, or its client disconnects. */
export async function limitedDownload(
  { actor }: Pick<Authorised, 'actor'>,
  request: Request,
  answer: () => Promise<Response> | Response,
): Promise<Response> {
  const release = takePlace(underWay(), actor.name, MOST);
  if (release === 'ofOne') return tooMany(429, `You have ${MOST.ofOne} downloads running, which is the maximum.`);
  if (release === 'all') return tooMany(503, `${MOST.all} downloads are running, which is the maximum.`);
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
