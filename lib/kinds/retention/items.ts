import { backupUri } from '../../contract/backup-ref.ts';
import type { BackupSummary } from '../../contract/backup.ts';
import type { BackupStateWord } from '../../contract/backups-page.ts';
import { snapshotOfDrill, type DrilledBackup } from '../../contract/drilled.ts';
import { pinnedSnapshotKey, type PinnedBackup } from '../../contract/pinned.ts';
import type { BackupKnowledge, KnownBackups } from '../../backups/known-backups.ts';
import { isGoodState, stateOfBackup } from '../../known-backups/backup-state.ts';
import { backupTime, isSnapshot, searchNamesOf, type AnyBackup } from '../../known-backups/backups-of-alias.ts';
import { isGoodSnapshot, type SnapshotSummary } from '../../known-backups/snapshot-summary.ts';
import { isSameFile } from '../../known-backups/verified-states.ts';
import { oncePerObject } from '../../once-per-object.ts';
import type { Item } from '../../retention/decide-backups.ts';
import { lastDrilledBackups, lastGoodBackups, type KnownBackup } from '../../retention/protect.ts';
import type { NotCounted, Protection } from '../../retention/reasons.ts';
import { backupReadLock, snapshotReadLock } from '../locks.ts';
import type { RememberedSnapshot } from './schema.ts';
import type { RetentionScope } from './scope.ts';

/** A backup in the place that is decided about. */
export interface RetentionItem extends Item {
  backup: AnyBackup;
}

/** Everything that is known, and how it is judged. */
export interface Judged {
  known: KnownBackups;
  knowledge: BackupKnowledge;
  scope: RetentionScope;
  /** null: zip files are decided about. */
  repository: string | null;
  /** What an earlier plan knew of a snapshot; its answer is undefined for one that is not ours. undefined: there is no earlier plan. */
  remembered?: (uuid: string) => RememberedSnapshot | undefined;
  /** Not to delete, but to know what the rules of another schedule keep. */
  isOther?: boolean;
  /** Milliseconds. */
  now: number;
}

/** The backups of every name, in all places that could be read: what counts as good, and as broken. */
export function backupsByName(judged: Judged): Map<string, KnownBackup[]> {
  const named = new Map<string, KnownBackup[]>();
  for (const backup of everyBackup(judged.known)) {
    const standing = standingOf(backup, judged);
    for (const name of searchNamesOf(backup)) {
      const known = { backup, standing, passedDrill: passedDrill(backup, name, judged) };
      const others = named.get(name);
      if (others) others.push(known);
      else named.set(name, [known]);
    }
  }
  return named;
}

function everyBackup({ repositories, zips }: KnownBackups): AnyBackup[] {
  return [...(zips?.backups ?? []), ...repositories.flatMap(({ snapshots }) => snapshots ?? [])];
}

/** What is decided about: the zip files of the source, or the snapshots of the repository. */
export function itemsOf(judged: Judged, byName: ReadonlyMap<string, KnownBackup[]>): RetentionItem[] {
  const { known, knowledge, repository } = judged;
  const protections = protectionsByBackup(judged, byName);
  const here: readonly AnyBackup[] =
    repository === null
      ? (known.zips?.backups ?? [])
      : (known.repositories.find(({ name }) => name === repository)?.snapshots ?? []);
  return here.map((backup) => {
    const names = namesInScope(backup, judged);
    const at = Date.parse(backupTime(backup));
    return {
      id: isSnapshot(backup) ? backup.name : backup.id,
      backup,
      at,
      names,
      run: isSnapshot(backup) ? null : (backup.manifest?.plan ?? null),
      notCounted: notCounted(backup, names, judged),
      protectedBy: [...(protections.get(backup) ?? []), ...heldBy(backup, known, knowledge)],
    };
  });
}

const ourSnapshot = ({ knowledge, remembered }: Judged, uuid: string): boolean =>
  remembered === undefined ? knowledge.taken(uuid) !== null : remembered(uuid) !== undefined;

function namesInScope(backup: AnyBackup, { isOther, remembered, scope }: Judged): readonly string[] {
  const earlier = isSnapshot(backup) ? remembered?.(backup.uuid) : undefined;
  const names = (isOther === true ? earlier?.names : earlier?.decided) ?? searchNamesOf(backup);
  return names.filter(
    (name) => scope.names.has(name) && indicesOf(backup, name).every((index) => scope.covers(name, index)),
  );
}

const indicesOf = (backup: AnyBackup, name: string): (string | null)[] =>
  isSnapshot(backup)
    ? backup.indicesOf(name).map(({ index }) => index)
    : [backup.manifest === null ? null : backup.manifest.index.name];

const stateWords: { readonly [state in BackupStateWord]: string } = {
  verified: 'verified',
  complete: 'complete',
  incomplete: 'incomplete',
  damaged: 'damaged',
  broken: 'broken',
  unfinished: 'unfinished',
  unknown: 'not known to be complete',
};

const zipState = (backup: BackupSummary, { known }: Judged): BackupStateWord =>
  stateOfBackup(backup, known.zips?.verified.get(backup.id));

/** In words that end "is …". */
export const wordsOfState = (backup: AnyBackup, judged: Judged): string =>
  isSnapshot(backup) ? backup.state.toLowerCase().replace('_', ' ') : stateWords[zipState(backup, judged)];

const clusterOf = ({ manifest }: BackupSummary): string | null => manifest?.cluster.uuid ?? null;

function standingOf(backup: AnyBackup, judged: Judged): KnownBackup['standing'] {
  const isFuture = Date.parse(backupTime(backup)) > judged.now;
  if (isSnapshot(backup)) {
    if (!backup.ofThisCluster) return 'other';
    if (isGoodSnapshot(backup)) return isFuture ? 'other' : 'good';
    return ['SUCCESS', 'IN_PROGRESS', ''].includes(backup.state) ? 'other' : 'bad';
  }
  const [state, uuid] = [zipState(backup, judged), clusterOf(backup)];
  const { uuid: here } = judged.known.identity;
  if (isGoodState(state)) return uuid === here && !isFuture ? 'good' : 'other';
  return state === 'unknown' || (uuid !== null && uuid !== here) ? 'other' : 'bad';
}

function notCounted(backup: AnyBackup, names: readonly string[], judged: Judged): NotCounted | null {
  const isFuture = Date.parse(backupTime(backup)) > judged.now;
  const why = isSnapshot(backup) ? snapshotNotCounted(backup, names, judged) : zipNotCounted(backup, judged);
  return why ?? (isFuture ? { why: 'future' } : null);
}

function zipNotCounted(backup: BackupSummary, judged: Judged): NotCounted | null {
  const [state, uuid] = [zipState(backup, judged), clusterOf(backup)];
  if (!isGoodState(state)) return { why: 'not-good', state: stateWords[state] };
  if (uuid === null) return { why: 'unknown-cluster' };
  return uuid === judged.known.identity.uuid ? null : { why: 'another-cluster' };
}

function snapshotNotCounted(snapshot: SnapshotSummary, names: readonly string[], judged: Judged): NotCounted | null {
  if (snapshot.readOnly) return { why: 'read-only', repository: snapshot.repository };
  if (!ourSnapshot(judged, snapshot.uuid)) return { why: 'another-tool' };
  if (snapshot.state !== 'SUCCESS') return { why: 'not-good', state: wordsOfState(snapshot, judged) };
  if (snapshot.takenAt === null) return { why: 'unknown-time' };
  return isCoveredWhole(snapshot, names, judged) ? null : { why: 'not-covered' };
}

/** A snapshot that holds an index of another schedule too is not this one's to delete; its rules can keep it all the same. */
function isCoveredWhole(snapshot: SnapshotSummary, names: readonly string[], { isOther, remembered, scope }: Judged) {
  if (isOther === true || remembered !== undefined) return names.length > 0;
  const covered = new Set(names.flatMap((name) => snapshot.indicesOf(name).map(({ index }) => index)));
  return snapshot.indices.every((index) => covered.has(index) || scope.indices.has(index));
}

function passedDrill(backup: AnyBackup, name: string, { known, knowledge: { drilled } }: Judged): boolean {
  if (isSnapshot(backup))
    return backup.indicesOf(name).some(({ index }) => proven(drilled).has(`${backup.uuid}/${index}`));
  const found = drilled.get(uriOf(backup, known));
  return found?.ok === true && isSameFile(backup, found);
}

/** The indices of snapshots that passed a drill, on this cluster or on one for drills: "<uuid of the snapshot>/<index>". */
const proven = oncePerObject(
  (drilled: BackupKnowledge['drilled']) =>
    new Set(
      [...drilled].flatMap(([key, { ok }]) => {
        const of = ok ? snapshotOfDrill(key) : null;
        return of === null ? [] : [`${of.snapshot}/${of.index}`];
      }),
    ),
);

const uriOf = ({ id }: BackupSummary, { zips }: KnownBackups): string =>
  backupUri({ source: zips!.listing.source, id });

/** The last good and the last proven ones, of every name that they are backups of. */
function protectionsByBackup(
  { scope }: Judged,
  byName: ReadonlyMap<string, KnownBackup[]>,
): Map<AnyBackup, Protection[]> {
  const protections = new Map<AnyBackup, Protection[]>();
  const protect = (backup: AnyBackup, protection: Protection) =>
    protections.set(backup, [...(protections.get(backup) ?? []), protection]);
  for (const [name, backups] of byName) {
    const live = scope.live(name);
    for (const backup of lastGoodBackups(live, backups)) protect(backup, { why: 'last-good', of: name });
    for (const backup of lastDrilledBackups(live, backups)) protect(backup, { why: 'last-drilled', of: name });
  }
  return protections;
}

/** Pinned, or in use by a job. */
function heldBy(backup: AnyBackup, known: KnownBackups, { inUse, pinned }: BackupKnowledge): Protection[] {
  const { uuid } = known.identity;
  const [key, lock] = isSnapshot(backup)
    ? [pinnedSnapshotKey(uuid, backup.uuid), snapshotReadLock(uuid, `${backup.repository}/${backup.name}`)]
    : [uriOf(backup, known), backupReadLock({ source: known.zips!.listing.source, id: backup.id })];
  const pin: PinnedBackup | undefined = pinned.get(key);
  return [
    ...(pin === undefined ? [] : [{ why: 'pinned' as const, by: pin.by, reason: pin.reason }]),
    ...(inUse.has(lock.name) ? [{ why: 'in-use' as const }] : []),
  ];
}

/** Drills that passed, by the key of the backup. */
export const passedDrills = ({ drilled }: BackupKnowledge): [string, DrilledBackup][] =>
  [...drilled].filter(([, { ok }]) => ok);
