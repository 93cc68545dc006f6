import { cancelled } from '../../errors.ts';
import { parseExact } from '../../json/exact.ts';
import { parseSteps } from '../../json/parse-steps.ts';
import { runInSlices } from '../../slices.ts';
import { isAccepted, type ByteResponse, type ClusterRequest, type TypedRequest } from './cluster.ts';
import {
  isElasticsearchError,
  notConfirmed,
  notFromElasticsearch,
  notJson,
  responseError,
  unexpectedResponse,
} from './response-error.ts';
import { describeShape, isUnconfirmed } from './shape.ts';

/** The response's JSON. Throws the server's error, and `unreachable` where the value does not have the request's shape. */
export async function readValue<T>(request: TypedRequest<T>, response: ByteResponse): Promise<T> {
  const { status } = response;
  const bytes = Buffer.concat(await Array.fromAsync(response.body));
  if (!isAccepted(status, request)) throw responseError(status, bytes.toString('utf8'), request);
  // Some servers answer 404 at the root. The body of a DELETE's 404 names what was not found, without an error.
  if (
    status === 404 &&
    request.method === 'GET' &&
    request.path !== '/' &&
    !isElasticsearchError(bytes.toString('utf8'))
  )
    throw notFromElasticsearch(bytes.toString('utf8'), request);
  const value = await parse(bytes, request, status);
  if (value !== null && request.shape(value)) return value;
  if (status !== 200) return null as T;
  throw isUnconfirmed(value) ? notConfirmed(request) : unexpectedResponse(request, status, describeShape(value));
}

/** JSON.parse takes a few milliseconds for so much. Larger responses are parsed in steps, to let other work run between. */
const MAX_SYNC_PARSE_BYTES = 512 * 1024;

async function parse(bytes: Buffer, request: ClusterRequest, status: number): Promise<unknown> {
  const parseText = request.exact ? parseExact : (text: string) => JSON.parse(text) as unknown;
  if (bytes.length <= MAX_SYNC_PARSE_BYTES && bytes.toString('utf8').trim() === '')
    throw unexpectedResponse(request, status, 'an empty page');
  try {
    return bytes.length > MAX_SYNC_PARSE_BYTES
      ? await runInSlices(parseSteps(bytes, parseText), request.signal)
      : parseText(bytes.toString('utf8'));
  } catch (cause) {
    if (request.signal?.aborted) throw cancelled();
    throw notJson(request, status, cause);
  }
}
