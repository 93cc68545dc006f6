import { AppError } from '../../errors.ts';
import type { ClusterRequest } from './cluster.ts';

const MIB = 1024 ** 2;

/** The most that is read of a response, in bytes, by a request's `responseSize`. */
const RESPONSE_LIMITS = {
  /** One value or a few: identity, health, a count, an acknowledgement. */
  small: 4 * MIB,
  /** Settings or mappings of one index, with its analysers and synonyms. */
  definition: 32 * MIB,
  /** An entry for each index or alias: 100,000 indices with long names take half of it. */
  list: 48 * MIB,
  /** An entry for each document of a bulk. */
  bulk: 32 * MIB,
  /** Pages of documents, which are parsed as they arrive. */
  documents: Infinity,
} as const;
export type ResponseSize = keyof typeof RESPONSE_LIMITS;

/** The most that is read of an error response: enough for the type and the beginning of the reason. */
export const ERROR_BODY_BYTES = 64 * 1024;

export const responseLimitBytes = (request: Pick<ClusterRequest, 'responseSize'>): number =>
  RESPONSE_LIMITS[request.responseSize ?? 'small'];

/** The longest text of a cluster in a poll, a job, a log or the audit log. */
const MAX_TEXT_CHARACTERS = 1_000;

/** A text of the cluster, truncated to `maxCharacters`. */
export function clip(text: string, maxCharacters = MAX_TEXT_CHARACTERS): string {
  if (text.length <= maxCharacters) return text;
  // Never splits a surrogate pair.
  const cut = text.slice(0, maxCharacters - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

export const responseTooLarge = (request: Pick<ClusterRequest, 'method' | 'path' | 'responseSize'>): AppError =>
  new AppError(
    'cluster_error',
    `The answer to ${request.method} ${clip(request.path.split('?')[0]!, 300)} is larger than ${responseLimitBytes(request) / MIB} MB; the rest was not read.`,
    {
      hint:
        'No cluster that Restore Desk is made for (up to 100,000 indices) answers so much. Send the request by curl: ' +
        'perhaps a proxy in front of the cluster answers instead of it.',
    },
  );
