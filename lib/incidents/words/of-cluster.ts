import type { FactsOf } from '../../contract/incident.ts';
import { formatBytes, formatPercent, plural } from '../../format.ts';
import { asSentence, listOfFirst, sentences, type Next, type Said, type Telling } from './telling.ts';

const OVERVIEW = { of: 'overview' } as const;
const CHECK_HEALTH: Next = { text: 'Check the cluster’s health on the overview', page: OVERVIEW };
const WHY_UNASSIGNED: Next = { text: 'See on the overview why shards are not assigned', page: OVERVIEW };

export function clusterRed({ indices, red, unassignedShards }: FactsOf<'cluster-red'>, { ended }: Telling): Said {
  const names = indices.length === 0 ? '' : `: ${listOfFirst(indices)}`;
  const [lack, miss] = ended ? ['lacked', 'failed or missed'] : [red === 1 ? 'lacks' : 'lack', 'fail or miss'];
  return {
    title: `The cluster ${ended ? 'was' : 'is'} red`,
    what: sentences(
      red === 0 ? null : `${plural(red, 'index', 'indices')} ${lack} shards with documents${names}.`,
      unassignedWords(unassignedShards, ended),
      `Searches of ${red === 0 ? 'red indices' : 'such an index'} ${miss} documents.`,
    ),
    next: ended
      ? [CHECK_HEALTH]
      : [
          WHY_UNASSIGNED,
          {
            text: 'If their node is lost, choose backups of the red indices to restore',
            page: { of: 'backups', alias: null },
          },
        ],
  };
}

export function clusterYellow({ unassignedShards }: FactsOf<'cluster-yellow'>, { ended }: Telling): Said {
  return {
    title: `The cluster ${ended ? 'was' : 'is'} yellow`,
    what: sentences(
      unassignedWords(unassignedShards, ended) ?? (ended ? 'Replicas were missing.' : 'Replicas are missing.'),
      ended
        ? 'All documents could be searched, but some had no copy on another node.'
        : 'All documents can be searched, but some have no copy on another node: the loss of a node can lose them.',
    ),
    next: ended ? [CHECK_HEALTH] : [WHY_UNASSIGNED],
  };
}

/** null: unknown, or none is unassigned (they are being made). */
function unassignedWords(count: number | null, ended: boolean): string | null {
  if (count === null || count === 0) return null;
  const verb = ended ? (count === 1 ? 'was' : 'were') : count === 1 ? 'is' : 'are';
  return `${plural(count, 'shard')} ${verb} not assigned.`;
}

export function clusterSilent(
  { message, refused = false }: FactsOf<'cluster-silent'>,
  { ended, stale }: Telling,
): Said {
  if (refused) return clusterUnread(message, { ended, stale });
  return {
    title: `The cluster ${ended ? 'did' : 'does'} not answer`,
    what: sentences(
      asSentence(message),
      ended ? foundThen('it answered again', stale) : 'What happens on it is unknown until it answers.',
    ),
    next: [
      ended ? CHECK_HEALTH : { text: 'Check that the cluster runs and that this server can reach it', page: OVERVIEW },
    ],
  };
}

/** What happened meanwhile was found afterwards, but not where the cluster is not watched any more. */
const foundThen = (when: string, stale: boolean): string =>
  stale ? 'Restore Desk has not looked since.' : `What happened on it in that time was found when ${when}.`;

/** It answers, and says nothing of its health, or of its indices. */
const clusterUnread = (message: string, { ended, stale }: Pick<Telling, 'ended' | 'stale'>): Said => ({
  title: `The state of the cluster ${ended ? 'couldn' : 'can'}’t be read`,
  what: sentences(
    asSentence(message),
    ended
      ? foundThen('it could be read again', stale)
      : 'It answers, but what happens on it is unknown until its health and its indices can be read.',
  ),
  next: [
    ended
      ? CHECK_HEALTH
      : {
          text: 'Check the configured user, its password or API key and its privileges, and whether the cluster is overloaded',
          page: OVERVIEW,
        },
  ],
});

type Watermark = FactsOf<'disk'>['watermark'];

const MEANS: Record<Watermark, { now: string; then: string }> = {
  low: {
    now: 'Elasticsearch assigns no more replicas to this node.',
    then: 'Elasticsearch assigned no more replicas to this node.',
  },
  high: {
    now: 'Elasticsearch tries to move shards to other nodes.',
    then: 'Elasticsearch tried to move shards to other nodes.',
  },
  'flood-stage': {
    now: 'Elasticsearch blocks writes to every index with a shard on this node.',
    then: 'Elasticsearch blocked writes to every index with a shard on this node.',
  },
};

export function diskFull({ freeBytes, usedPercent, watermark }: FactsOf<'disk'>, { ended, subject }: Telling): Said {
  const used = formatPercent(usedPercent, 100);
  const free = freeBytes === null ? '' : `, ${formatBytes(freeBytes)} ${ended ? 'were' : 'are'} free`;
  return {
    title: `The disk of node ${subject} ${ended ? 'was' : 'is'} over the ${watermark} watermark`,
    what: sentences(
      `${used} of it ${ended ? 'was' : 'is'} used${free}.`,
      ended ? MEANS[watermark].then : MEANS[watermark].now,
    ),
    next: ended
      ? [CHECK_HEALTH]
      : [
          { text: 'Clean up previous indices that are not needed', page: { of: 'clean-up' } },
          { text: 'Compare the disks of the nodes on the overview', page: OVERVIEW },
        ],
  };
}
