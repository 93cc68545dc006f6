import type { ClusterHealth, NodeSummary } from '../../contract/cluster.ts';
import type { IncidentKind, ObservedTime } from '../../contract/incident.ts';
import type { Finding } from '../finding.ts';
import type { WatchSettings } from '../watch-settings.ts';

/** Shards of a new index are red for a moment. */
const RED_FOR_MS = 60_000;
/** A restart of a node, or of the network, takes less. */
const SILENT_FOR_MS = 120_000;
/** Merges fill a disk for a moment. */
const DISK_FOR_MS = 120_000;
const MOST_NAMES = 10;

/** The cluster does not answer, or can’t be read: since when, and what the last attempt said. */
export interface ObservedSilence {
  began: ObservedTime;
  /** null: it hangs. */
  message: string | null;
  /** It answers, and its health or its indices can’t be read. */
  refused: boolean;
}

/** What is known of a cluster now. */
export interface ClusterFacts {
  /** null: it does not answer, or the last answer is old. */
  health: ClusterHealth | null;
  silence: ObservedSilence | null;
  /** It answers and lists its indices, whether or not its health may be read. */
  answers: boolean;
  /** How many of its indices are red, as far as they are listed. */
  redIndices: number;
  /** When something that is observed for the first time began. */
  began: ObservedTime;
  /** Whether a node has been missing for longer than a restart takes. */
  hasLeft(node: string): boolean;
}

/** What is wrong with a cluster as a whole, and with the disks of its nodes. Pure. */
export const clusterFindings = (facts: ClusterFacts, settings: Pick<WatchSettings, 'yellowForMs'>): Finding[] => [
  ...silenceOf(facts),
  ...(facts.health === null
    ? []
    : [...statusOf(facts.health, facts, settings), ...facts.health.nodes.flatMap((node) => diskOf(node, facts))]),
];

/** Whether `clusterFindings` would have found it. */
export function knowsOfCluster(
  { answers, hasLeft, health }: ClusterFacts,
  kind: IncidentKind,
  subject: string,
): boolean {
  switch (kind) {
    case 'cluster-silent':
      return answers;
    case 'cluster-red':
      return health !== null;
    // Behind a red index nothing says whether the others have their replicas.
    case 'cluster-yellow':
      return health !== null && health.status !== 'red';
    case 'disk': {
      if (health === null || health.nodes.length === 0) return false;
      const node = health.nodes.find(({ name }) => name === subject);
      return node === undefined ? hasLeft(subject) : node.watermark !== null;
    }
    default:
      return false;
  }
}

function silenceOf({ silence }: ClusterFacts): Finding[] {
  if (silence === null) return [];
  const message = silence.message ?? 'It has not answered.';
  return [
    {
      subject: '',
      severity: 'critical',
      facts: { kind: 'cluster-silent', message, ...(silence.refused ? { refused: true } : {}) },
      began: silence.began,
      holdMs: SILENT_FOR_MS,
    },
  ];
}

function statusOf(
  { reasons, status, unassignedShards }: ClusterHealth,
  { began, redIndices }: ClusterFacts,
  { yellowForMs }: Pick<WatchSettings, 'yellowForMs'>,
): Finding[] {
  if (status === 'green') return [];
  if (status === 'yellow')
    return [
      {
        subject: '',
        severity: 'warning',
        facts: { kind: 'cluster-yellow', unassignedShards },
        began,
        holdMs: yellowForMs,
      },
    ];
  const indices = reasons.flatMap(({ index, status: of }) => (of === 'red' && index !== null ? [index] : []));
  return [
    {
      subject: '',
      severity: 'critical',
      facts: {
        kind: 'cluster-red',
        indices: indices.slice(0, MOST_NAMES),
        red: Math.max(redIndices, indices.length),
        unassignedShards,
      },
      began,
      holdMs: RED_FOR_MS,
    },
  ];
}

function diskOf({ diskFreeBytes, diskTotalBytes, name, watermark }: NodeSummary, { began }: ClusterFacts): Finding[] {
  if (watermark === null || watermark === 'below' || diskTotalBytes === null || diskFreeBytes === null) return [];
  return [
    {
      subject: name,
      severity: watermark === 'low' ? 'warning' : 'critical',
      facts: {
        kind: 'disk',
        watermark: watermark === 'flood' ? 'flood-stage' : watermark,
        usedPercent: Math.round((1 - diskFreeBytes / diskTotalBytes) * 1_000) / 10,
        freeBytes: diskFreeBytes,
      },
      began,
      holdMs: DISK_FOR_MS,
    },
  ];
}
