import { createHash } from 'node:crypto';
import type { BackupPlan, BackupResult } from '../../lib/kinds/backup/schema.ts';
import type { SampleBackup } from './fill-cluster.ts';
import { formatNameTime, type Event } from './timeline.ts';

const DAY_MS = 86_400_000;
/** Between two generations that are no longer in the timeline. */
const GENERATION_MS = 6 * DAY_MS;

/**
 * A backup of the same alias at an earlier time, of the index that it had then. Its file was deleted since, so that
 * only the jobs that made and deleted it know of it. `like`: a backup of the alias.
 */
export function olderBackup(like: SampleBackup, at: Date, events: readonly Event[]): SampleBackup {
  const [planned] = like.plan.indices;
  const [made] = like.result.backups;
  const { documents, index } = indexAt(like.alias, at, events);
  const scale = (size: number) => Math.round((size * documents) / made!.documents);
  const id = `${made!.group}/${made!.group}-${formatNameTime(at)}.zip`;
  // Checks and requests name the index too.
  const plan = JSON.parse(JSON.stringify(like.plan).replaceAll(planned!.index, index)) as BackupPlan;
  const primaryBytes = planned!.primaryBytes === null ? null : scale(planned!.primaryBytes);
  const bytes = scale(made!.bytes);
  const result: BackupResult = {
    ...like.result,
    backups: [
      {
        ...made!,
        index,
        backup: { ...made!.backup, id },
        fileBytes: scale(made!.fileBytes),
        documents,
        bytes,
        digest: hashOf(id).slice(0, made!.digest.length),
      },
    ],
    documents,
    bytes,
  };
  return {
    alias: like.alias,
    at,
    plan: {
      ...plan,
      plannedAt: at.toISOString(),
      indices: [{ ...plan.indices[0]!, uuid: hashOf(index).slice(0, 22), documents, primaryBytes }],
      documents,
      primaryBytes,
      fingerprint: hashOf(`${id} of ${index}`),
    },
    result,
  };
}

/** The index of an alias at a time. Before the first one of the timeline there were others, which are deleted. */
function indexAt(alias: string, at: Date, events: readonly Event[]): { index: string; documents: number } {
  const builds = events.filter((event) => event.kind === 'build').filter((build) => build.alias === alias);
  const built = builds.findLast((build) => build.at <= at);
  if (built) return built;
  const first = builds[0]!;
  const generations = Math.ceil((first.at.getTime() - at.getTime()) / GENERATION_MS);
  const builtAt = new Date(first.at.getTime() - generations * GENERATION_MS);
  const hash = hashOf(`${alias} ${generations}`);
  const uuid = hash.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
  return {
    index: `${alias}-${formatNameTime(builtAt)}-${uuid}`,
    documents: Math.round(first.documents * 0.97 ** generations),
  };
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
