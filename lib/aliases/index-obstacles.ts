import type { ClusterHealth } from '../contract/cluster.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { AliasTarget, Check } from '../contract/plan.ts';

/** These keep an alias from being added or removed (docs/elasticsearch.md). `write` does not. */
const HOLD_ALIASES = ['read_only', 'read_only_allow_delete', 'metadata'];

export const holdsAliases = (index: Pick<IndexSummary, 'blocks'>): boolean =>
  index.blocks.some((block) => HOLD_ALIASES.includes(block));

/**
 * What of an index's blocks stands in the way of moving an alias to or from it. `health`: to tell a full disk from a
 * person's lock; null: unknown.
 */
export function blockChecks(
  index: Pick<IndexSummary, 'name' | 'blocks'>,
  role: 'target' | 'before',
  health: ClusterHealth | null,
): Check[] {
  return index.blocks.flatMap((block) => {
    const obstacle = obstacleOf(block, index.name, role, health);
    if (obstacle === null) return [];
    const { level, detail, hint } = obstacle;
    return [
      { id: `block-${block}-${index.name}`, level, title: `${index.name} is under a ${block} block`, detail, hint },
    ];
  });
}

type Obstacle = Required<Pick<Check, 'level' | 'detail' | 'hint'>>;
type Words = Pick<Obstacle, 'detail' | 'hint'>;

function obstacleOf(
  block: string,
  index: string,
  role: 'target' | 'before',
  health: ClusterHealth | null,
): Obstacle | null {
  const takeOff = `take it off: PUT /${index}/_settings {"index.blocks.${block}": null}`;
  const effect = role === 'target' ? 'so the alias can’t be put on it' : 'so the alias can’t be taken off it';
  const askFirst = `Find out who set it and why, then ${takeOff}.`;
  if (block === 'metadata')
    return { level: 'refuse', detail: `Somebody locked its settings and aliases, ${effect}.`, hint: askFirst };
  if (block === 'read_only')
    return {
      level: 'refuse',
      detail: `Somebody locked it, ${effect}. The server never sets this one by itself.`,
      hint: askFirst,
    };
  if (block === 'read_only_allow_delete') return { level: 'refuse', ...diskOrLock(health, effect, takeOff) };
  if (role !== 'target') return null;
  if (block === 'read')
    return {
      level: 'refuse',
      detail: 'Nobody can search it: every search through the alias would fail.',
      hint: askFirst,
    };
  if (block === 'write')
    return {
      level: 'warn',
      detail: 'Searches work, writes through the alias will be refused.',
      hint: `If it is to be written to, ${takeOff}.`,
    };
  return null;
}

/** The server sets this block where a disk is full, and a person may set it for any reason. */
function diskOrLock(health: ClusterHealth | null, effect: string, takeOff: string): Words {
  const full = health?.nodes.filter((node) => node.watermark === 'flood') ?? [];
  if (full.length > 0)
    return {
      detail:
        `The disk of ${full.map((node) => node.name).join(', ')} has reached the flood stage, ` +
        `so the server locked it, ${effect}.`,
      hint: 'Free space (clean up old indices, or add a node). The server takes the block off by itself from 7.4 on.',
    };
  if (health === null || health.nodes.every((node) => node.watermark === null))
    return {
      detail:
        'Either the disk has reached the flood stage, or somebody locked it ' +
        `(the server does not tell which), ${effect}.`,
      hint: `Look at the disks. If there is room, ${takeOff}.`,
    };
  return {
    detail: `No disk is at the flood stage, so this is a person’s lock, or left over from a disk that was full, ${effect}.`,
    hint: `Ask who set it; if nobody did, ${takeOff}.`,
  };
}

/** What stands in the way of taking the alias off the indices that it leaves, and what they keep. */
export function leavingChecks(
  before: readonly Pick<AliasTarget, 'index'>[],
  after: readonly Pick<AliasTarget, 'index'>[],
  alias: string,
  { indices, health }: { indices: readonly IndexSummary[]; health: ClusterHealth | null },
): Check[] {
  return before
    .filter(({ index }) => !after.some((kept) => kept.index === index))
    .flatMap(({ index }) => {
      const summary = indices.find(({ name }) => name === index);
      return summary ? [...blockChecks(summary, 'before', health), ...staysBehind(summary, alias)] : [];
    });
}

/** Searches through another alias of the index that is left go on seeing it: a broken index may be behind two. */
function staysBehind(index: IndexSummary, alias: string): Check[] {
  const others = index.aliases.map((membership) => membership.alias).filter((other) => other !== alias);
  if (others.length === 0) return [];
  const one = others.length === 1;
  return [
    {
      id: `stays-${index.name}`,
      level: 'warn',
      title: `${index.name} has other aliases`,
      detail: `${others.join(', ')} ${one ? 'points' : 'point'} to it as well, and ${one ? 'stays' : 'stay'} there.`,
      hint: `If ${one ? 'it is' : 'they are'} to move too, switch ${one ? 'it' : 'them'} afterwards.`,
    },
  ];
}

/**
 * An alias is read with what is not listed: data streams, which have a name and no uuid, and the cluster's own indices.
 * What was behind the alias could neither be shown nor put back.
 */
export function outOfReachChecks(alias: string, before: readonly Pick<AliasTarget, 'index' | 'uuid'>[]): Check[] {
  const own = before.filter(({ index }) => index.startsWith('.')).map(({ index }) => index);
  if (own.length > 0)
    return [
      {
        id: 'own-index',
        level: 'refuse',
        title: `${alias} points to ${own.join(', ')}`,
        detail:
          'Indices whose names start with a dot are the cluster’s own, and are left alone; an undo could not put them back.',
        hint: 'Choose another alias.',
      },
    ];
  const streams = before.filter(({ uuid }) => uuid === '').map(({ index }) => index);
  if (streams.length === 0) return [];
  return [
    {
      id: 'data-stream',
      level: 'refuse',
      title: `${alias} points to a data stream`,
      detail: `${streams.join(', ')} is no index, and an undo could not put it back.`,
      hint: 'Restore Desk moves aliases of indices only. Choose another alias; data streams are backed up by snapshots.',
    },
  ];
}
