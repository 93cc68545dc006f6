import type { ClusterHealth } from '../contract/cluster.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { AliasTarget, Check } from '../contract/plan.ts';

/** These keep an alias from being added or removed (docs/elasticsearch.md). `write` does not. */
const HOLD_ALIASES = ['read_only', 'read_only_allow_delete', 'metadata'];

export const holdsAliases = (index: Pick<IndexSummary, 'blocks'>): boolean =>
  index.blocks.some((block) => HOLD_ALIASES.includes(block));

/** What of an index's blocks stands in the way of moving an alias to or from it. `health`: to tell a full disk from a person's lock; null: unknown. */
export function blockChecks(
  index: Pick<IndexSummary, 'name' | 'blocks'>,
  role: 'target' | 'before',
  health: ClusterHealth | null,
): Check[] {
  const take = (block: string) => `take it off: PUT /${index.name}/_settings {"index.blocks.${block}": null}`;
  const checks: Check[] = [];
  const refuse = (block: string, detail: string, hint: string) =>
    checks.push({
      id: `block-${block}-${index.name}`,
      level: 'refuse',
      title: `${index.name} is under a ${block} block`,
      detail,
      hint,
    });
  const moving = role === 'target' ? 'so the alias can’t be put on it' : 'so the alias can’t be taken off it';
  for (const block of index.blocks) {
    if (block === 'metadata')
      refuse(
        block,
        `Somebody locked its settings and aliases, ${moving}.`,
        `Find out who set it and why, then ${take(block)}.`,
      );
    else if (block === 'read_only')
      refuse(
        block,
        `Somebody locked it, ${moving}. The server never sets this one by itself.`,
        `Find out who set it and why, then ${take(block)}.`,
      );
    else if (block === 'read_only_allow_delete') {
      const full = health?.nodes.filter((node) => node.watermark === 'flood') ?? [];
      if (full.length > 0)
        refuse(
          block,
          `The disk of ${full.map((node) => node.name).join(', ')} has reached the flood stage, so the server locked it, ${moving}.`,
          'Free space (clean up old indices, or add a node). The server takes the block off by itself from 7.4 on.',
        );
      else if (health === null || health.nodes.every((node) => node.watermark === null))
        refuse(
          block,
          `Either the disk has reached the flood stage, or somebody locked it (the server does not tell which), ${moving}.`,
          `Look at the disks. If there is room, ${take(block)}.`,
        );
      else
        refuse(
          block,
          `No disk is at the flood stage, so this is a person’s lock, or left over from a disk that was full, ${moving}.`,
          `Ask who set it; if nobody did, ${take(block)}.`,
        );
    } else if (block === 'read' && role === 'target')
      refuse(
        block,
        'Nobody can search it: every search through the alias would fail.',
        `Find out who set it and why, then ${take(block)}.`,
      );
    else if (block === 'write' && role === 'target') {
      checks.push({
        id: `block-write-${index.name}`,
        level: 'warn',
        title: `${index.name} is under a write block`,
        detail: 'Searches work, writes through the alias will be refused.',
        hint: `If it is to be written to, ${take(block)}.`,
      });
    }
  }
  return checks;
}

/** Searches through another alias of the index that is left go on seeing it: a broken index may be behind two. */
export function staysBehind(index: IndexSummary, alias: string): Check[] {
  const others = index.aliases.map((membership) => membership.alias).filter((other) => other !== alias);
  if (others.length === 0) return [];
  return [
    {
      id: `stays-${index.name}`,
      level: 'warn',
      title: `${index.name} has other aliases`,
      detail: `${others.join(', ')} ${others.length === 1 ? 'points' : 'point'} to it as well, and ${others.length === 1 ? 'stays' : 'stay'} there.`,
      hint: `If ${others.length === 1 ? 'it is' : 'they are'} to move too, switch ${others.length === 1 ? 'it' : 'them'} afterwards.`,
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
