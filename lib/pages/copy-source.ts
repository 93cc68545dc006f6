import type { Authorised } from '../access/authorise.ts';
import { lastUuidOf } from '../access/cluster-rules.ts';
import { roleOnCluster } from '../access/current-user.ts';
import type { Identity } from '../access/roles.ts';
import { mayDoHere } from '../access/shared-rules.ts';
import { findCluster, type ConfiguredCluster } from '../config.ts';
import type { JobWork } from '../contract/job.ts';
import { AppError } from '../errors.ts';
import { kinds } from '../kinds/kinds.ts';
import { assertMayRestore } from './foreign-documents.ts';

type Caller = Pick<Authorised, 'cluster' | 'identity'>;

/** The same answer for an unknown cluster and for one without a role, so that names can't be guessed. */
const noSuchCluster = (key: string): AppError =>
  new AppError('not_found', `There is no cluster "${key.slice(0, 63)}" to copy from.`, {
    hint: 'Choose one on the page “Copy from another cluster”.',
  });

/** The configured cluster that a key names, and on which the person has a role; null: there is none. */
function knownSource(identity: Identity, key: string): ConfiguredCluster | null {
  const source = findCluster(key);
  return source && roleOnCluster(identity, source) !== null ? source : null;
}

/**
 * The cluster whose backups are chosen from: `from` names it, else it is the one of the page. A copy makes its documents
 * readable on the other cluster, so it takes a role that may read documents there. Throws AppError not_found, forbidden.
 */
export async function copySourceOf(
  { cluster, identity }: Caller,
  from: string | undefined,
): Promise<ConfiguredCluster> {
  if (from === undefined || from === cluster.key) return cluster;
  const source = readableSource({ cluster, identity }, from);
  const verdict = await mayDoHere(identity, roleOnCluster(identity, source)!, source, 'read-documents');
  if (verdict.allowed) return source;
  throw new AppError('forbidden', verdict.why, {
    hint: `Ask somebody who may read documents on ${source.name} to copy them.`,
  });
}

/** The same for a route, before it answers. Throws AppError not_found, forbidden. */
export async function assertMayCopyFrom({
  context,
  query,
}: {
  context: Caller;
  query: { from?: string | undefined };
}): Promise<void> {
  await copySourceOf(context, query.from);
}

/** The same for a page that shows a backup without its documents. Throws AppError not_found. */
export function readableSource({ cluster, identity }: Caller, from: string | undefined): ConfiguredCluster {
  if (from === undefined || from === cluster.key) return cluster;
  const source = knownSource(identity, from);
  if (source) return source;
  throw noSuchCluster(from);
}

/** Whether two entries name the same cluster, by their last known uuids. */
export function isSameCluster(one: ConfiguredCluster, other: ConfiguredCluster): boolean {
  const uuid = lastUuidOf(one);
  return uuid !== null && uuid === lastUuidOf(other);
}

/** The same where the person was checked when the plan was requested; others may read the error. Throws AppError not_found. */
export function configuredSource(cluster: ConfiguredCluster, from: string | undefined): ConfiguredCluster {
  if (from === undefined || from === cluster.key) return cluster;
  const source = findCluster(from);
  if (source) return source;
  throw new AppError('not_found', 'The cluster to copy from is no longer in the configuration.', {
    hint: 'Choose one on the page “Copy from another cluster”.',
  });
}

/**
 * Whether the person may restore a backup on their cluster, of it or of the one that `from` names. Throws AppError not_found
 * for an unknown cluster, forbidden.
 */
export async function assertMayRestoreFrom(caller: Caller, from: string | undefined, id: string): Promise<void> {
  const { backupSource } = await copySourceOf(caller, from);
  await assertMayRestore(caller, { source: backupSource, id });
}

/** The same for a job that is resumed, and for a retry of its rejected documents. Throws AppError forbidden. */
export async function assertMayRestoreAgain(caller: Caller, work: JobWork): Promise<void> {
  const plan = kinds.of(work).plan(work);
  const from = plan === null ? null : (kinds.of(plan).planDescription?.documentsFrom?.(plan).from ?? null);
  // The caller did not name that cluster, and may not know of it.
  if (from !== null && from !== caller.cluster.key && knownSource(caller.identity, from) === null)
    throw new AppError('forbidden', 'This job copies from another cluster, on which you have no role.', {
      hint: 'Ask somebody who has a role on both clusters.',
    });
  await copySourceOf(caller, from ?? undefined);
  const restores = kinds.of(work).restoreFacts(work);
  if (restores !== null) await assertMayRestore(caller, restores.backup);
}
