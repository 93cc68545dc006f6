/** The part of an answer of `_cluster/allocation/explain` that tells why. */
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
  node_allocation_decisions?: {
    node_name?: string;
    node_decision?: string;
    deciders?: { decider: string; decision: string; explanation: string }[];
  }[];
}

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** What stands in the first brackets behind these words: "setting [index.routing.allocation.require]". */
function bracketed(text: string, words: string): string | undefined {
  const open = text.indexOf('[', text.indexOf(words));
  const close = text.indexOf(']', open);
  return text.includes(words) && open !== -1 && close !== -1 ? text.slice(open + 1, close) : undefined;
}

/** Not unassigned any more. */
export const BEING_STARTED = 'it is being started right now';

/** Why a shard is not started: the words after "1 replica shard of x is unassigned: ". */
export function explainAllocation(answer: AllocationExplanation): string {
  const { unassigned_info: info } = answer;
  if (answer.current_state && answer.current_state !== 'unassigned') return BEING_STARTED;
  switch (answer.can_allocate) {
    case 'yes':
      return 'it is about to be started';
    case 'throttled':
      return 'other shards are being recovered first';
    case 'awaiting_info':
      return 'the cluster still asks its nodes what they hold';
    case 'allocation_delayed':
      return `a node left the cluster; it is waited for${answer.remaining_delay ? ` (${answer.remaining_delay} left)` : ''} before the shard is copied elsewhere`;
    case 'no_valid_shard_copy':
      return info?.reason === 'NODE_LEFT' || info?.reason === 'CLUSTER_RECOVERED'
        ? 'no node that is here holds its data; the node that does has left, so bring it back, or restore the index from a backup'
        : `no node holds a usable copy of its data${info?.details ? ` (${shorten(info.details)})` : ''}; restore the index from a backup`;
    default:
      return whyNot(answer);
  }
}

/** `no`, and whatever old versions answer: the deciders that said no, the one that says it on most nodes first. */
function whyNot(answer: AllocationExplanation): string {
  const nodes = answer.node_allocation_decisions ?? [];
  const votes = new Map<string, { nodes: number; explanation: string }>();
  for (const node of nodes) {
    for (const { decider, decision, explanation } of node.deciders ?? []) {
      if (decision !== 'NO' && decision !== 'THROTTLE') continue;
      const vote = votes.get(decider);
      votes.set(decider, { nodes: (vote?.nodes ?? 0) + 1, explanation: vote?.explanation ?? explanation });
    }
  }
  const failed = votes.get('max_retry');
  if (failed) {
    const attempts = answer.unassigned_info?.failed_allocation_attempts;
    return `starting it failed${attempts ? ` ${attempts} times` : ''}${answer.unassigned_info?.details ? ` (${shorten(answer.unassigned_info.details)})` : ''}; when the cause is gone, POST /_cluster/reroute?retry_failed=true tries again`;
  }
  if (votes.has('replica_after_primary_active')) return 'it waits for its primary shard';
  const reasons = [...votes]
    .sort(([a, x], [b, y]) => y.nodes - x.nodes || rank(a) - rank(b))
    .map(([decider, vote]) => sentenceOf(decider, vote.explanation, vote.nodes, nodes.length));
  if (reasons.length === 0)
    return shorten(answer.allocate_explanation ?? answer.unassigned_info?.details ?? 'the cluster gives no reason');
  return [...new Set(reasons)].slice(0, 2).join(', and ');
}

/** What an engineer can change stands before what follows from it. */
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

function sentenceOf(decider: string, explanation: string, votes: number, nodes: number): string {
  const where = nodes <= 1 ? 'the only node' : votes === nodes ? 'every node' : `${votes} of ${nodes} nodes`;
  switch (decider) {
    case 'same_shard':
      return nodes <= 1
        ? 'no second node to hold it'
        : `${where} already hold${votes === 1 || votes === nodes ? 's' : ''} a copy of it`;
    case 'filter': {
      const setting = bracketed(explanation, 'setting') ?? 'index.routing.allocation';
      const wanted = bracketed(explanation, 'filters');
      return `${where} ${votes > 1 && votes < nodes ? 'do' : 'does'} not match ${setting}${wanted ? ` (${wanted})` : ''}`;
    }
    case 'data_tier':
      return `no node is of the tier it asks for${bracketed(explanation, 'tier preference') ? ` (${bracketed(explanation, 'tier preference')})` : ''}`;
    case 'disk_threshold': {
      const free = bracketed(explanation, 'free');
      return `the disk of ${where} is above the ${/high watermark/i.test(explanation) ? 'high' : 'low'} watermark${free?.endsWith('%') ? ` (${free} free)` : ''}`;
    }
    case 'enable':
      return `allocation is switched off (${/index\.routing/.test(explanation) ? 'index' : 'cluster'}.routing.allocation.enable); set it back to "all"`;
    case 'shards_limit':
      return `${where} already hold${votes > 1 && votes < nodes ? '' : 's'} as many shards as total_shards_per_node allows`;
    case 'awareness':
      return `the awareness attributes leave no place for another copy${bracketed(explanation, 'awareness attribute') ? ` (${bracketed(explanation, 'awareness attribute')})` : ''}`;
    case 'node_version':
      return `${where} run${votes > 1 && votes < nodes ? '' : 's'} an older version than its primary`;
    case 'throttling':
      return 'other shards are being recovered first';
    case 'node_shutdown':
      return `${where} ${votes > 1 && votes < nodes ? 'are' : 'is'} being shut down`;
    default:
      return shorten(explanation);
  }
}

/** Their texts carry stack traces and node ids; a sentence has room for the beginning. */
function shorten(text: string): string {
  const line = oneLine(text);
  return line.length <= 200 ? line.replace(/[.;]$/, '') : `${line.slice(0, 199)}…`;
}
