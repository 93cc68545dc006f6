import type { ByWord } from '../contract/by-name.ts';
import { TOOL } from '../version.ts';

/** What a snapshot says of itself in its metadata (snapshot-metadata.ts). What it does not say is null or empty. */
export interface StatedMetadata {
  /** "Restore Desk 0.2.0", or the policy of a server. */
  tool: string | null;
  by: string | null;
  why: string | null;
  /** The aliases of each index when it was taken. */
  aliases: { alias: string; index: string }[];
}

const textIn = (value: unknown): string | null =>
  typeof value === 'string' && value !== '' ? value.slice(0, 500) : null;

/** Anybody can write the metadata of a snapshot: aliases count only where this tool wrote them. Pure. */
export function statedMetadata(metadata: ByWord<unknown> | null): StatedMetadata {
  const tool = textIn(metadata?.['tool']);
  const isOwn = tool?.startsWith(`${TOOL.name} `) === true;
  const policy = textIn(metadata?.['policy']) ?? textIn(metadata?.['sm_policy']);
  const aliases = metadata?.['aliases'];
  return {
    tool: tool ?? (policy === null ? null : `the policy ${policy}`),
    by: isOwn ? textIn(metadata?.['by']) : null,
    why: isOwn ? textIn(metadata?.['why']) : null,
    aliases: isOwn && Array.isArray(aliases) ? aliases.flatMap(aliasIn) : [],
  };
}

function aliasIn(entry: unknown): { alias: string; index: string }[] {
  if (!Array.isArray(entry)) return [];
  const [alias, index] = entry as unknown[];
  return typeof alias === 'string' && typeof index === 'string' ? [{ alias, index }] : [];
}
