import type { ByWord } from '../contract/by-name.ts';
import { aliasMembership, type AliasMembership } from '../contract/indices.ts';
import { TOOL } from '../version.ts';

/** What a snapshot says of itself in its metadata (snapshot-metadata.ts). What it does not say is null or empty. */
export interface StatedMetadata {
  /** "Restore Desk 0.2.0", or the policy of a server. */
  tool: string | null;
  by: string | null;
  why: string | null;
  /** The aliases of each index when it was taken. */
  aliases: { alias: string; index: string; membership: AliasMembership }[];
  /** Of each shard of an index, right before it was taken: its documents and its last sequence number. */
  marks: { index: string; shards: { documents: number; maxSeqNo: number }[] }[];
}

const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 500) : null;

/** Anybody can write the metadata of a snapshot: aliases count only where this tool wrote them. Pure. */
export function statedMetadata(metadata: ByWord<unknown> | null): StatedMetadata {
  const tool = textIn(metadata?.['tool']);
  const isOwn = tool?.startsWith(`${TOOL.name} `) === true;
  const policy = textIn(metadata?.['policy']) ?? textIn(metadata?.['sm_policy']);
  return {
    tool: tool ?? (policy === null ? null : `the policy ${policy}`),
    by: isOwn ? textIn(metadata?.['by']) : null,
    why: isOwn ? textIn(metadata?.['why']) : null,
    aliases: isOwn ? listIn(metadata?.['aliases']).flatMap(aliasIn) : [],
    marks: isOwn ? listIn(metadata?.['marks']).flatMap(marksIn) : [],
  };
}

const listIn = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function aliasIn(entry: unknown): StatedMetadata['aliases'] {
  const [alias, index, rest] = listIn(entry);
  if (typeof alias !== 'string' || typeof index !== 'string') return [];
  const membership = aliasMembership.safeParse({ ...(rest as object | undefined), alias });
  return [{ alias, index, membership: membership.data ?? { alias } }];
}

function marksIn(entry: unknown): StatedMetadata['marks'] {
  const [index, shards] = listIn(entry);
  const numbers = listIn(shards).map(listIn);
  const isKnown = numbers.length > 0 && numbers.every((pair) => pair.length === 2 && pair.every(Number.isInteger));
  return typeof index === 'string' && isKnown
    ? [{ index, shards: (numbers as [number, number][]).map(([documents, maxSeqNo]) => ({ documents, maxSeqNo })) }]
    : [];
}
