import type { ClusterHealth } from '../contract/cluster.ts';
import type { IndexSummary } from '../contract/indices.ts';
import type { Check } from '../contract/plan.ts';

/** Blocks that prevent adding and removing an alias (docs/elasticsearch.md). A `write` block does not. */
const ALIAS_BLOCKS = ['read_only', 'read_only_allow_delete', 'metadata'];

export const blocksAliasChange = (index: Pick<IndexSummary, 'blocks'>): boolean =>
  index.blocks.some((block) => ALIAS_BLOCKS.includes(block));

/**
 * A check for each block that affects moving an alias to (`target`) or from (`before`) the index. `health` shows whether
 * a disk is full; null: unknown.
 */
export function blockChecks(
  index: Pick<IndexSummary, 'name' | 'blocks'>,
  role: 'target' | 'before',
  health: ClusterHealth | null,
): Check[] {
  return index.blocks.flatMap((block) => {
    const effect = effectOf(block, index.name, role, health);
    if (effect === null) return [];
    const { level, detail, hint } = effect;
    return [
      { id: `block-${block}-${index.name}`, level, title: `${index.name} is under a ${block} block`, detail, hint },
    ];
  });
}

type BlockEffect = Required<Pick<Check, 'level' | 'detail' | 'hint'>>;

/** Null: no effect. */
function effectOf(
  block: string,
  index: string,
  role: 'target' | 'before',
  health: ClusterHealth | null,
): BlockEffect | null {
  const removal = `remove it: PUT /${index}/_settings {"index.blocks.${block}": null}`;
  const consequence = role === 'target' ? 'so the alias can’t be added to it' : 'so the alias can’t be removed from it';
  const askFirst = `Find out who set it and why, then ${removal}.`;
  if (block === 'metadata')
    return { level: 'refuse', detail: `Somebody locked its settings and aliases, ${consequence}.`, hint: askFirst };
  if (block === 'read_only')
    return {
      level: 'refuse',
      detail: `Somebody locked it, ${consequence}. The server never sets this one by itself.`,
      hint: askFirst,
    };
  if (block === 'read_only_allow_delete')
    return { level: 'refuse', ...explainDeleteBlock(health, consequence, removal) };
  if (role !== 'target') return null;
  if (block === 'read')
    return {
      level: 'refuse',
      detail: 'It can’t be searched: every search through the alias would fail.',
      hint: askFirst,
    };
  if (block === 'write')
    return {
      level: 'warn',
      detail: 'Searches work, writes through the alias will be refused.',
      hint: `If documents will be written to it, ${removal}.`,
    };
  return null;
}

/** For `read_only_allow_delete`: a server sets it where a disk is full, and a person may set it for any reason. */
function explainDeleteBlock(
  health: ClusterHealth | null,
  consequence: string,
  removal: string,
): Pick<BlockEffect, 'detail' | 'hint'> {
  const fullNodes = health?.nodes.filter((node) => node.watermark === 'flood') ?? [];
  if (fullNodes.length > 0)
    return {
      detail:
        `The disk of ${fullNodes.map((node) => node.name).join(', ')} has reached the flood stage, ` +
        `so the server locked it, ${consequence}.`,
      hint: 'Free space (clean up old indices, or add a node). The server removes the block by itself from 7.4 on.',
    };
  if (health === null || health.nodes.every((node) => node.watermark === null))
    return {
      detail:
        'Either the disk has reached the flood stage, or somebody locked it ' +
        `(the server does not say which), ${consequence}.`,
      hint: `Check the disks. If there is room, ${removal}.`,
    };
  return {
    detail: `No disk is at the flood stage, so somebody set this lock, or it remains from a time when the disk was full, ${consequence}.`,
    hint: `Find out who set it; if no one did, ${removal}.`,
  };
}
