import { groupOfIndex } from '../contract/index-group.ts';
import type { KnownDocuments } from '../contract/backups-page.ts';
import { snapshotId } from '../contract/snapshot-id.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { SnapshotPlan, SnapshotResult } from '../kinds/snapshot/schema.ts';
import { oncePerObject } from '../once-per-object.ts';
import { provenDocuments as documentsBetween } from '../contract/proven-documents.ts';

/** A snapshot as the list of backups needs it. */
export interface SnapshotSummary {
  /** Distinguishes it from every zip file and from other snapshots. */
  id: string;
  repository: string;
  name: string;
  uuid: string;
  /** In the server's word: SUCCESS, PARTIAL, FAILED, IN_PROGRESS, INCOMPATIBLE. */
  state: string;
  indices: readonly string[];
  /** The aliases it is a backup of; of an index without one, what its name begins with, or the name. */
  names: readonly string[];
  /** Those of the names that are known to have been aliases when it was taken. */
  aliases: readonly string[];
  /** When it began; null: not read yet. */
  takenAt: string | null;
  /** For the order of a list: `takenAt`, else the time in its name, else empty. */
  orderedAt: string;
  /** Where its job proved how many there are, else null. */
  documents: number | null;
  /** What it holds, and what it added to the repository; null: only the job that took it knows. */
  bytes: number | null;
  addedBytes: number | null;
  proof: 'exact' | 'bracketed' | null;
  failedShards: number | null;
  /** False: its repository is read-only here, so that another cluster may have taken it. */
  ofThisCluster: boolean;
  readOnly: boolean;
  /** The indices of one of its names: those that had the alias, else those named after it. */
  indicesOf: (name: string) => readonly HeldIndex[];
}

/** An index in a snapshot. */
interface HeldIndex {
  index: string;
  /** Of the index at that time; null: unknown. */
  uuid: string | null;
  /** As the job that took it proved; null: unknown. */
  documents: KnownDocuments | null;
}

/** What a job of this installation knows of the snapshot that it took. */
export interface TakenHere {
  job: string;
  plan: Pick<SnapshotPlan, 'plannedAt' | 'indices'>;
  result: Pick<SnapshotResult, 'proof' | 'indices' | 'bytes' | 'addedBytes'>;
}

interface KnownSnapshot {
  repository: { name: string; readOnly: boolean };
  snapshot: { name: string; uuid: string; state: string; indices: readonly string[] };
  /** null: not read yet. `aliases`: as its metadata states them. */
  facts: {
    state: string;
    startedAt: string | null;
    failedShards: number | null;
    aliases: readonly { alias: string; index: string }[];
  } | null;
  /** null: another tool or installation took it. */
  taken: TakenHere | null;
  /** The aliases of an index now. */
  aliasesNow: (index: string) => readonly string[];
}

/** Pure. */
export function snapshotSummary({ repository, snapshot, facts, taken, aliasesNow }: KnownSnapshot): SnapshotSummary {
  const takenAt = facts?.startedAt ?? taken?.plan.plannedAt ?? null;
  const { name, uuid, indices } = snapshot;
  const named = indicesByName(indices, statedAliases(taken, facts?.aliases ?? []), aliasesNow);
  return {
    id: snapshotId(repository.name, name),
    repository: repository.name,
    name,
    uuid,
    state: snapshot.state || facts?.state || '',
    indices,
    names: [...named.keys()].sort(),
    aliases: [...named].filter(([, { aliased }]) => aliased.length > 0).map(([name]) => name),
    takenAt,
    orderedAt: takenAt ?? timeInName(name) ?? '',
    ...provedBy(taken),
    failedShards: facts?.failedShards ?? null,
    ofThisCluster: taken !== null || !repository.readOnly,
    readOnly: repository.readOnly,
    indicesOf: (wanted) => {
      const { aliased, others } = named.get(wanted) ?? { aliased: [], others: [] };
      return (aliased.length > 0 ? aliased : others).map((index) => heldIndex(index, taken));
    },
  };
}

const provenByIndex = oncePerObject(
  (indices: TakenHere['result']['indices']) => new Map(indices.map((each) => [each.index, each])),
);

function heldIndex(index: string, taken: TakenHere | null): HeldIndex {
  const proven = taken === null ? undefined : provenByIndex(taken.result.indices).get(index);
  const documents = proven === undefined ? null : documentsBetween(proven);
  return {
    index,
    uuid: proven?.uuid ?? null,
    documents: documents && { ...documents, exact: proven?.proof === 'exact' },
  };
}

function provedBy(taken: TakenHere | null): Pick<SnapshotSummary, 'documents' | 'bytes' | 'addedBytes' | 'proof'> {
  if (taken === null) return { documents: null, bytes: null, addedBytes: null, proof: null };
  const { indices, bytes, addedBytes, proof } = taken.result;
  return { documents: provenDocuments(indices), bytes, addedBytes, proof };
}

/** By index: the aliases when it was taken. null: neither its job nor its metadata says. */
export function statedAliases(
  taken: Pick<TakenHere, 'plan'> | null,
  stated: readonly { alias: string; index: string }[],
): Map<string, string[]> | null {
  if (taken !== null)
    return new Map(taken.plan.indices.map(({ index, aliases }) => [index, aliases.map(({ alias }) => alias)]));
  if (stated.length === 0) return null;
  const byIndex = new Map<string, string[]>();
  for (const { alias, index } of stated) byIndex.set(index, [...(byIndex.get(index) ?? []), alias]);
  return byIndex;
}

/** By each name that it is a backup of. `aliased`: the indices that are known to have had it as their alias. */
type IndicesByName = Map<string, { aliased: string[]; others: string[] }>;

function indicesByName(
  indices: readonly string[],
  stated: ReadonlyMap<string, readonly string[]> | null,
  aliasesNow: KnownSnapshot['aliasesNow'],
): IndicesByName {
  const named: IndicesByName = new Map();
  const indicesOf = (name: string) => {
    const known = named.get(name) ?? { aliased: [], others: [] };
    named.set(name, known);
    return known;
  };
  for (const index of indices) {
    const group = groupOfIndex(index);
    const aliases = (stated === null ? aliasesNow(index) : (stated.get(index) ?? [])).filter(
      (alias) => !isOwnAlias(alias),
    );
    // The alias may be another one now; its name says which one the index was made for.
    const name = aliases.length === 0 || (stated === null && group !== null) ? (group ?? index) : null;
    for (const alias of aliases) indicesOf(alias)[stated === null ? 'others' : 'aliased'].push(index);
    if (name !== null && !aliases.includes(name)) indicesOf(name).others.push(index);
  }
  return named;
}

/** The documents of all its indices, if each is exact; else null. */
const provenDocuments = (indices: TakenHere['result']['indices']): number | null =>
  indices.every(({ proof, after }) => proof === 'exact' && after !== null)
    ? indices.reduce((sum, { after }) => sum + after!.reduce((docs, { documents }) => docs + documents, 0), 0)
    : null;

const TIME = /(\d{4})[-.]?(\d\d)[-.]?(\d\d)(?:[-.t_]?(\d\d)[-.:]?(\d\d)(?:[-.:]?(\d\d))?)?/;

/** "nightly-2026-11-28t03-00-00z" and the like, until the time is known. */
function timeInName(name: string): string | null {
  const [, year, month, day, hour = '00', minute = '00', second = '00'] = TIME.exec(name) ?? [];
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

const indicesOf = oncePerObject((indices: readonly string[]) => new Set(indices));

export const holdsIndex = ({ indices }: Pick<SnapshotSummary, 'indices'>, index: string): boolean =>
  indicesOf(indices).has(index);

/** Complete, of this cluster, and its time is known. A partial snapshot is never good. */
export const isGoodSnapshot = ({ state, ofThisCluster, takenAt }: SnapshotSummary): boolean =>
  state === 'SUCCESS' && ofThisCluster && takenAt !== null;

/** The snapshots of a cluster, as far as they are known. */
export interface SnapshotListing {
  /** The newest first. */
  snapshots: readonly SnapshotSummary[];
  /** One repository that can't be listed does not hide the others. `count` null: unknown. */
  repositories: readonly RepositoryListing[];
  /** Why it is not known which repositories there are; null: it is. */
  problem: string | null;
  /** The problem is only that this user may not list them. */
  forbidden: boolean;
  /** The first answer is still being waited for. */
  reading: boolean;
}

export interface RepositoryListing {
  name: string;
  readOnly: boolean;
  snapshots: number | null;
  /** Why it can't be listed; null: it can, or its first answer is being waited for. */
  problem: string | null;
  /** The snapshots are those of an earlier list, because the cluster does not answer; null: they are not. */
  asOf: string | null;
}

export const NO_SNAPSHOTS: SnapshotListing = {
  snapshots: [],
  repositories: [],
  problem: null,
  forbidden: false,
  reading: false,
};

/** Whether every complete snapshot of this cluster is known, with its time; otherwise a newer one may exist. */
export const isListingComplete = ({ snapshots, repositories }: SnapshotListing): boolean =>
  repositories.every(({ readOnly, snapshots: count, problem }) => readOnly || (count !== null && problem === null)) &&
  snapshots.every(({ state, ofThisCluster, takenAt }) => takenAt !== null || state !== 'SUCCESS' || !ofThisCluster);
