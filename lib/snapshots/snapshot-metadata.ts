import type { ByWord } from '../contract/by-name.ts';
import type { AliasMembership } from '../contract/indices.ts';
import type { IndexMarks } from '../contract/shard-marks.ts';
import { TOOL } from '../version.ts';

/** The most that a server accepts, as JSON. Source: Elasticsearch, CreateSnapshotRequest. */
const MAX_BYTES = 1_024;
/** Some servers count keys and values in a binary form that is a little larger. */
const ROOM = 100;

interface About {
  by: string;
  why: string | null;
  aliases: readonly { index: string; membership: AliasMembership }[];
  marks: readonly IndexMarks[];
}

/**
 * What a snapshot says of itself, for another installation of Restore Desk: who took it, why, which aliases pointed to
 * its indices, and the marks of its shards. The server accepts 1,024 bytes: what does not fit is left out, the marks first,
 * and is in the jobs' database only.
 */
export function snapshotMetadata({ by, why, aliases, marks }: About): ByWord<unknown> {
  const base = {
    tool: `${TOOL.name} ${TOOL.version}`,
    by: by.slice(0, 60),
    ...(why === null ? {} : { why: why.slice(0, 200) }),
  };
  const named = {
    aliases: aliases.map(({ index, membership }) =>
      [membership.alias, index, rest(membership)].filter((part) => part !== null),
    ),
  };
  const marked = {
    marks: marks.map(({ index, shards }) => [index, shards.map(({ documents, maxSeqNo }) => [documents, maxSeqNo])]),
  };
  for (const metadata of [
    { ...base, ...named, ...marked },
    { ...base, ...named, left: 'marks' },
    { ...base, left: 'aliases, marks' },
  ])
    if (Buffer.byteLength(JSON.stringify(metadata)) <= MAX_BYTES - ROOM) return metadata;
  return { tool: base.tool, by: base.by, left: 'aliases, marks' };
}

/** Filter, routing and write flag of an alias; null: it has none of them. */
function rest({ alias: _alias, ...properties }: AliasMembership): object | null {
  return Object.keys(properties).length === 0 ? null : properties;
}
