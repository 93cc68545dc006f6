import { isReadOnly, repositoryName, snapshotName } from '../../contract/repository.ts';
import type { Check } from '../../contract/plan.ts';
import type { ClusterIndices, IndexSummary } from '../../contract/indices.ts';
import { capabilitiesOf } from '../../elasticsearch/capabilities.ts';
import { restoresRunning } from '../../elasticsearch/snapshots/restoring-indices.ts';
import { listRepositories } from '../../elasticsearch/snapshots/repositories.ts';
import { bodyOfSnapshot, readSnapshot, snapshotPath } from '../../elasticsearch/snapshots/snapshots.ts';
import { AppError } from '../../errors.ts';
import { formatList, plural } from '../../format.ts';
import { fingerprintOf } from '../../running/fingerprint.ts';
import { snapshotMetadata } from '../../snapshots/snapshot-metadata.ts';
import { sumOrNull } from '../../sum-or-null.ts';
import { chooseIndices, skippedDotIndices, type Selection } from '../backup/choose-indices.ts';
import { listSelected } from '../backup/list-selected.ts';
import type { SkippedIndex } from '../backup/schema.ts';
import type { PlanKind } from '../run-kind.ts';
import type { KnownDigest, SnapshotIndex, SnapshotPlan } from './schema.ts';

export interface SnapshotRequest extends Selection {
  repository: string;
  /** Default: the alias, if there is one, and the time. */
  name?: string | undefined;
  by: string;
  why?: string | null;
  digest?: boolean;
  /** Of the last snapshot of an index that has one, by the index's uuid; absent: none is known. */
  digested?: ReadonlyMap<string, KnownDigest>;
}

/** Exactly which indices a snapshot will hold. Throws `not_found` for a name that doesn't exist, `invalid_input` for a bad name. */
export const planSnapshot: PlanKind<SnapshotRequest, SnapshotPlan> = async ({ cluster }, request, { signal }) => {
  const identity = await cluster.identity(signal);
  const capabilities = capabilitiesOf(identity);
  const [listed, repositories, restoring] = await Promise.all([
    listSelected(cluster, request, signal),
    listRepositories(cluster, signal),
    restoresRunning(cluster, signal),
  ]);
  const repository = repositories.find(({ name }) => name === request.repository);
  if (!repository)
    throw new AppError('not_found', `There is no repository ${request.repository}.`, {
      hint: `Registered: ${formatList(repositories.map(({ name }) => name)) || 'none'}.`,
    });
  const { indices, skipped } = split(listed, request, { restoring, closedToo: capabilities.breaking7 });
  const name = nameOf(request, indices, listed.takenAt);
  const exists = (await readSnapshot(cluster, repository.name, name, signal)) !== null;
  const { by, why = null, digest = false } = request;
  const metadata = snapshotMetadata({
    by,
    why,
    aliases: indices.flatMap(({ index, aliases }) => aliases.map((membership) => ({ index, membership }))),
    marks: [],
  });
  return {
    kind: 'snapshot',
    cluster: identity,
    plannedAt: listed.takenAt,
    repository: repository.name,
    snapshot: name,
    by,
    why,
    digest,
    indices,
    skipped,
    documents: sumOrNull(indices.map(({ documents }) => documents)),
    primaryBytes: sumOrNull(indices.map(({ primaryBytes }) => primaryBytes)),
    checks: [
      ...indexChecks(indices, skipped),
      ...(isReadOnly(repository) ? [readOnlyCheck(repository.name)] : []),
      ...(exists ? [nameCheck(name, repository.name)] : []),
    ],
    requests: [
      {
        method: 'PUT',
        path: `${snapshotPath(repository.name, name)}?wait_for_completion=false`,
        body: JSON.stringify(
          bodyOfSnapshot({ indices: indices.map(({ index }) => index), metadata }, capabilities.snapshotMetadata),
        ),
      },
    ],
    fingerprint: fingerprintOf({
      kind: 'snapshot',
      cluster: identity.uuid,
      repository,
      digest,
      indices: indices.map(({ index, uuid }) => `${index} ${uuid}`).sort(),
    }),
  };
};

interface SplitBy {
  restoring: readonly { index: string }[];
  /** The server takes closed indices when they are named. */
  closedToo: boolean;
}

function split(listed: ClusterIndices, request: SnapshotRequest, by: SplitBy) {
  const skipped: SkippedIndex[] = skippedDotIndices(listed, request);
  const indices: SnapshotIndex[] = [];
  for (const { index } of chooseIndices(listed, request)) {
    const reason = whySkipped(index, by);
    if (reason) skipped.push({ index: index.name, code: 'refused', ...reason });
    else indices.push({ ...snapshotIndexOf(index), ...digestedOf(index, request) });
  }
  return { indices, skipped };
}

function digestedOf({ uuid }: IndexSummary, { digest = false, digested }: SnapshotRequest) {
  const known = digest ? digested?.get(uuid) : undefined;
  return known === undefined ? {} : { digested: known };
}

const snapshotIndexOf = ({
  name,
  uuid,
  state,
  documents,
  primaryBytes,
  shards,
  replicas,
  aliases,
}: IndexSummary): SnapshotIndex => ({
  index: name,
  uuid,
  state,
  documents,
  primaryBytes,
  shards,
  replicas,
  aliases,
});

function whySkipped(
  { name, state, health, loading }: IndexSummary,
  { restoring, closedToo }: SplitBy,
): { message: string; hint: string } | null {
  if (state === 'closed')
    return closedToo
      ? null
      : { message: `${name} is closed.`, hint: 'Elasticsearch 6 takes no snapshot of a closed index. Open it first.' };
  if (health === 'red')
    return {
      message: `${name} is red: a shard is missing.`,
      hint: 'The snapshot would be without that shard. Recover it first, or restore an older backup.',
    };
  if (loading || restoring.some(({ index }) => index === name))
    return {
      message: `${name} is being restored.`,
      hint: 'The snapshot would wait for it. Take one when it has ended.',
    };
  return null;
}

function nameOf({ name, aliases = [] }: SnapshotRequest, indices: readonly SnapshotIndex[], takenAt: string): string {
  const wanted = name ?? `${prefixOf(aliases, indices)}-${takenAt.slice(0, 19).replaceAll(':', '-').toLowerCase()}z`;
  const parsed = snapshotName.safeParse(wanted);
  if (parsed.success) return parsed.data;
  throw new AppError('invalid_input', parsed.error.issues[0]?.message ?? 'This can’t be the name of a snapshot.');
}

/** The alias or the index, where it is one; a snapshot's name is lower case. */
function prefixOf(aliases: readonly string[], indices: readonly SnapshotIndex[]): string {
  const only =
    aliases.length === 1
      ? aliases[0]!
      : indices.length === 1
        ? indices[0]!.index.replace(/-\d{4}-\d{2}-\d{2}t.*$/, '')
        : 'snapshot';
  return repositoryName.safeParse(only).success && only.length <= 200 ? only.toLowerCase() : 'snapshot';
}

function indexChecks(indices: readonly SnapshotIndex[], skipped: readonly SkippedIndex[]): Check[] {
  const checks: Check[] = skipped.map(({ index, message, hint }) => ({
    id: `skipped-${index}`,
    level: indices.length === 0 ? 'refuse' : 'warn',
    title: `${index} is left out`,
    detail: message,
    ...(hint ? { hint } : {}),
  }));
  if (indices.length === 0 && skipped.length === 0)
    checks.push({
      id: 'nothing',
      level: 'refuse',
      title: 'Nothing to take a snapshot of',
      detail: 'No index is selected. A server would take one of every index.',
      hint: 'Select indices or aliases.',
    });
  const closed = indices.filter(({ state }) => state === 'closed');
  if (closed.length > 0)
    checks.push({
      id: 'closed',
      level: 'warn',
      title: `${plural(closed.length, 'closed index', 'closed indices')}`,
      detail: `${formatList(closed.map(({ index }) => index))}: the documents of a closed index can’t be counted, so they can’t be proved equal after a restore.`,
    });
  return checks;
}

const readOnlyCheck = (repository: string): Check => ({
  id: 'read-only',
  level: 'refuse',
  title: `${repository} is read-only`,
  detail: 'Snapshots can be restored from it, but not taken into it.',
  hint: 'Choose another repository.',
});

const nameCheck = (name: string, repository: string): Check => ({
  id: 'name',
  level: 'refuse',
  title: `There is a snapshot ${name} already`,
  detail: `${repository} has it.`,
  hint: 'Choose another name.',
});
