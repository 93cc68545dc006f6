import { count, listOf, object, optional, text, type Shape } from '../client/shape.ts';

/** What is used of a response of `_cluster/allocation/explain`. */
export interface AllocationExplanation {
  current_state?: string;
  can_allocate?: string;
  allocate_explanation?: string;
  unassigned_info?: {
    reason?: string;
    details?: string;
    failed_allocation_attempts?: number;
    last_allocation_status?: string;
  };
  configured_delay?: string;
  remaining_delay?: string;
  node_allocation_decisions?: NodeDecision[];
}

interface NodeDecision {
  node_name?: string;
  node_decision?: string;
  deciders?: { decider: string; decision: string; explanation: string }[];
}

export const allocationExplanation: Shape<AllocationExplanation> = object({
  current_state: text,
  can_allocate: optional(text),
  allocate_explanation: optional(text),
  unassigned_info: optional(
    object({
      reason: optional(text),
      details: optional(text),
      failed_allocation_attempts: optional(count),
      last_allocation_status: optional(text),
    }),
  ),
  configured_delay: optional(text),
  remaining_delay: optional(text),
  node_allocation_decisions: optional(
    listOf(
      object({
        node_name: optional(text),
        node_decision: optional(text),
        deciders: optional(listOf(object({ decider: text, decision: text, explanation: text }))),
      }),
    ),
  ),
});

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** " (text)"; nothing for nothing. */
const inParentheses = (text: string | undefined): string => (text ? ` (${text})` : '');

/** The text in the first brackets after `marker`: "setting [index.routing.allocation.require]". */
function bracketed(text: string, marker: string): string | undefined {
  const open = text.indexOf('[', text.indexOf(marker));
  const close = text.indexOf(']', open);
  return text.includes(marker) && open !== -1 && close !== -1 ? text.slice(open + 1, close) : undefined;
}

/** Not unassigned any more. */
export const BEING_STARTED = 'it is being started right now';

/** Why a shard is not started: the end of the sentence "1 replica shard of x is unassigned: …". */
export function explainAllocation(response: AllocationExplanation): string {
  if (response.current_state && response.current_state !== 'unassigned') return BEING_STARTED;
  switch (response.can_allocate) {
    case 'yes':
      return 'it is about to be started';
    case 'throttled':
      return 'other shards are being recovered first';
    case 'awaiting_info':
      return 'the cluster still asks its nodes what they hold';
    case 'allocation_delayed':
      return (
        `a node left the cluster; it is waited for${inParentheses(response.remaining_delay && `${response.remaining_delay} left`)} ` +
        'before the shard is copied elsewhere'
      );
    case 'no_valid_shard_copy':
      return noUsableCopy(response.unassigned_info);
    default:
      return explainRefusal(response);
  }
}

type UnassignedInfo = AllocationExplanation['unassigned_info'];

const noUsableCopy = (info: UnassignedInfo): string =>
  info?.reason === 'NODE_LEFT' || info?.reason === 'CLUSTER_RECOVERED'
    ? 'no node in the cluster holds its data; the node that holds it has left: start that node again, or restore the index from a backup'
    : `no node holds a usable copy of its data${details(info)}; restore the index from a backup`;

const details = (info: UnassignedInfo): string => inParentheses(info?.details && shorten(info.details));

/** The decision of one decider, and on how many of the cluster's nodes. */
interface Vote {
  explanation: string;
  votes: number;
  nodes: number;
}

/** For `no`, and what old versions answer: the deciders that refused, first the one that refused on most nodes. */
function explainRefusal(response: AllocationExplanation): string {
  const votes = votesAgainst(response.node_allocation_decisions ?? []);
  if (votes.has('max_retry')) return startingFailed(response.unassigned_info);
  if (votes.has('replica_after_primary_active')) return 'it waits for its primary shard';
  const reasons = [...votes]
    .sort(([a, x], [b, y]) => y.votes - x.votes || rank(a) - rank(b))
    .map(([decider, vote]) => sentenceOf(decider, vote));
  if (reasons.length === 0)
    return shorten(response.allocate_explanation ?? response.unassigned_info?.details ?? 'the cluster gives no reason');
  return [...new Set(reasons)].slice(0, 2).join(', and ');
}

function votesAgainst(nodes: readonly NodeDecision[]): Map<string, Vote> {
  const found = new Map<string, Vote>();
  for (const node of nodes) {
    for (const { decider, decision, explanation } of node.deciders ?? []) {
      if (decision !== 'NO' && decision !== 'THROTTLE') continue;
      const vote = found.get(decider);
      if (vote) vote.votes++;
      else found.set(decider, { explanation, votes: 1, nodes: nodes.length });
    }
  }
  return found;
}

function startingFailed(info: UnassignedInfo): string {
  const attempts = info?.failed_allocation_attempts;
  return (
    `starting it failed${attempts ? ` ${attempts} times` : ''}${details(info)}; ` +
    'when the cause is fixed, POST /_cluster/reroute?retry_failed=true tries again'
  );
}

/** Causes that an engineer can change, before their consequences. */
const RANK = [
  'enable',
  'disk_threshold',
  'filter',
  'data_tier',
  'shards_limit',
  'awareness',
  'node_version',
  'same_shard',
];
const rank = (decider: string): number => (RANK.includes(decider) ? RANK.indexOf(decider) : RANK.length - 1);

const SENTENCES: ReadonlyMap<string, (vote: Vote) => string> = new Map([
  [
    'same_shard',
    (vote) =>
      vote.nodes <= 1 ? 'no second node to hold it' : `${nodesOf(vote)} already ${verb(vote, 'hold')} a copy of it`,
  ],
  ['filter', notMatched],
  [
    'data_tier',
    ({ explanation }) =>
      `no node is of the tier that it requires${inParentheses(bracketed(explanation, 'tier preference'))}`,
  ],
  ['disk_threshold', diskTooFull],
  [
    'enable',
    ({ explanation }) =>
      `allocation is switched off (${/index\.routing/.test(explanation) ? 'index' : 'cluster'}.routing.allocation.enable); ` +
      'set it back to "all"',
  ],
  [
    'shards_limit',
    (vote) => `${nodesOf(vote)} already ${verb(vote, 'hold')} as many shards as total_shards_per_node allows`,
  ],
  [
    'awareness',
    ({ explanation }) =>
      'the awareness attributes leave no place for another copy' +
      inParentheses(bracketed(explanation, 'awareness attribute')),
  ],
  ['node_version', (vote) => `${nodesOf(vote)} ${verb(vote, 'run')} an older version than its primary`],
  ['throttling', () => 'other shards are being recovered first'],
  ['node_shutdown', (vote) => `${nodesOf(vote)} ${verb(vote, 'are', 'is')} being shut down`],
]);

const sentenceOf = (decider: string, vote: Vote): string => SENTENCES.get(decider)?.(vote) ?? shorten(vote.explanation);

function nodesOf({ votes, nodes }: Vote): string {
  if (nodes <= 1) return 'the only node';
  return votes === nodes ? 'every node' : `${votes} of ${nodes} nodes`;
}

/** As `whereOf` needs it: "2 of 3 nodes hold", "1 of 3 nodes holds", "every node holds". */
const verb = ({ votes, nodes }: Vote, many: string, one = `${many}s`): string =>
  votes > 1 && votes < nodes ? many : one;

function notMatched(vote: Vote): string {
  const setting = bracketed(vote.explanation, 'setting') ?? 'index.routing.allocation';
  const filters = bracketed(vote.explanation, 'filters');
  return `${nodesOf(vote)} ${verb(vote, 'do', 'does')} not match ${setting}${inParentheses(filters)}`;
}

function diskTooFull(vote: Vote): string {
  const free = bracketed(vote.explanation, 'free');
  const watermark = /high watermark/i.test(vote.explanation) ? 'high' : 'low';
  const room = free?.endsWith('%') ? `${free} free` : undefined;
  return `the disk of ${nodesOf(vote)} is above the ${watermark} watermark${inParentheses(room)}`;
}

/** The server's texts contain stack traces and node ids, so only their beginning is shown. */
function shorten(text: string): string {
  const line = oneLine(text);
  return line.length <= 200 ? line.replace(/[.;]$/, '') : `${line.slice(0, 199)}…`;
}
