import { AppError } from '../../errors.ts';
import type { ClusterRequest } from './cluster.ts';

const MIB = 1024 ** 2;

/** The most that is read of an answer; what a request names is one of these. */
const ANSWER_LIMITS = {
  /** Of what is one thing, or a few: identity, health, a count, an acknowledgement. */
  small: 4 * MIB,
  /** Settings or mappings of one index, with its analysers and synonyms. */
  definition: 32 * MIB,
  /** A line for each index or alias: 100,000 indices with long names are half of it. */
  list: 48 * MIB,
  /** A line for each document of a bulk. */
  bulk: 32 * MIB,
  /** Pages of documents: their readers take them as they come. */
  documents: Infinity,
} as const;
export type ResponseSize = keyof typeof ANSWER_LIMITS;

/** Of a refusal the type and the beginning of the reason are kept. */
export const ERROR_BODY_BYTES = 64 * 1024;

export const limitOf = (request: Pick<ClusterRequest, 'size'>): number => ANSWER_LIMITS[request.size ?? 'small'];

/** No more of a cluster's text is kept anywhere: not in a poll, a job, a log or the audit log. */
const KEPT_CHARACTERS = 1_000;

/** A text of the cluster's, cut where it is too long to be shown or kept. */
export function clip(text: string, most = KEPT_CHARACTERS): string {
  if (text.length <= most) return text;
  // Never half of a character that takes two units.
  const cut = text.slice(0, most - 1);
  return `${/[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut}…`;
}

export const tooLarge = (request: Pick<ClusterRequest, 'method' | 'path' | 'size'>): AppError =>
  new AppError(
    'cluster_error',
    `The answer to ${request.method} ${clip(request.path.split('?')[0]!, 300)} is larger than ${limitOf(request) / MIB} MB; the rest was not read.`,
    {
      hint:
        'No cluster that Restore Desk is made for (up to 100,000 indices) answers so much. Send the request by curl: ' +
        'perhaps a proxy before the cluster answers instead of it.',
    },
  );
