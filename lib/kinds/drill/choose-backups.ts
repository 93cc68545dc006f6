import { readKnownBackups, type BackupKnowledge, type KnownBackups } from '../../backups/known-backups.ts';
import type { Place } from '../../backups/sources.ts';
import { backupUri } from '../../contract/backup-ref.ts';
import { isDrillIndex } from '../../contract/drill-index.ts';
import { snapshotOfDrill } from '../../contract/drilled.ts';
import { isNamedBy } from '../../contract/index-pattern.ts';
import type { IndexSummary } from '../../contract/indices.ts';
import type { DrillSettings, ScheduleSelection } from '../../contract/schedule.ts';
import { isGoodBackup } from '../../known-backups/backup-state.ts';
import {
  backupTime,
  isOfIndex,
  isSnapshot,
  lastOfEach,
  searchNamesOf,
  type AnyBackup,
} from '../../known-backups/backups-of-alias.ts';
import { holdsIndex } from '../../known-backups/snapshot-summary.ts';
import type { DrilledBackupRef } from './request.ts';

export interface BackupsToChoose {
  what: ScheduleSelection;
  /** Where they are looked for; a source of zip files null: none there. Repositories null: all. */
  from: { source: string | null; repositories: readonly string[] | null };
  which: DrillSettings['which'];
}

export interface ChosenBackups {
  /** In the order in which they are drilled. */
  backups: { backup: DrilledBackupRef; alias: string | null }[];
  /** Aliases and indices without a good backup, and those that do not exist. `why`: as a sentence. */
  missing: { alias: string; why: string }[];
}

/** What is covered: an alias with its indices, or an index without one. */
interface Covered {
  name: string;
  isAlias: boolean;
  indices: IndexSummary[];
}

/**
 * The newest good backup of each alias that is covered, over zip files and snapshots, that can be proven, if there is one: there
 * is nothing to compare a snapshot of another tool with. Of an alias on several indices the newest of each. `turns`: of the one
 * whose last drill is the longest ago, or that was never drilled. Throws where the cluster does not answer.
 */
export async function chooseDrillBackups(
  place: Place,
  { from, what, which }: BackupsToChoose,
  knowledge: BackupKnowledge,
  signal: AbortSignal,
): Promise<ChosenBackups> {
  const known = await readKnownBackups(place, from, knowledge, signal);
  const { covered, missing } = coveredBy(what, known.indices.indices);
  const chosen = covered.map((each) => ({ ...each, refs: newestOf(each, known) }));
  const found = chosen.filter(({ refs }) => refs.length > 0);
  const turn = which === 'newest' ? found : longestAgo(found, known, knowledge).slice(0, 1);
  const unread = problemOf(known);
  return {
    backups: turn.flatMap(({ isAlias, name, refs }) =>
      refs.map((backup) => ({ backup, alias: isAlias ? name : null })),
    ),
    missing: [
      ...missing.map((name) => ({ alias: name, why: `There is no ${name} on the cluster.` })),
      ...chosen
        .filter(({ refs }) => refs.length === 0)
        .map(({ name }) => ({ alias: name, why: `No good backup of ${name} is known${unread}.` })),
    ],
  };
}

/** Why a backup may be there all the same, as the end of a sentence; empty: everything was read. */
function problemOf({ repositories, zips }: KnownBackups): string {
  const problem = zips?.listing.problem ?? repositories.find((each) => each.problem !== null)?.problem ?? null;
  return problem === null ? '' : ` (${problem})`;
}

function coveredBy(
  { aliases, all, indices: patterns }: ScheduleSelection,
  indices: readonly IndexSummary[],
): { covered: Covered[]; missing: string[] } {
  const byAlias = new Map<string, IndexSummary[]>();
  const usable = indices.filter(({ name }) => !isDrillIndex(name));
  for (const index of usable)
    for (const { alias } of index.aliases) byAlias.set(alias, [...(byAlias.get(alias) ?? []), index]);
  const wanted = all ? [...byAlias.keys()].sort() : aliases;
  const ofAliases = wanted.flatMap((name): Covered[] => {
    const targets = byAlias.get(name);
    return targets === undefined ? [] : [{ name, isAlias: true, indices: targets }];
  });
  const inAliases = new Set(ofAliases.flatMap((each) => each.indices.map(({ name }) => name)));
  const matches = patterns.map((pattern) => ({ pattern, isNamed: isNamedBy(pattern) }));
  const ofPatterns = usable
    .filter(({ name }) => !inAliases.has(name) && matches.some(({ isNamed }) => isNamed(name)))
    .map((index): Covered => {
      const alias = index.aliases.length === 1 ? index.aliases[0]!.alias : null;
      return { name: alias ?? index.name, isAlias: alias !== null, indices: [index] };
    });
  return {
    covered: [...ofAliases, ...ofPatterns],
    missing: [
      ...wanted.filter((name) => !byAlias.has(name)),
      ...matches.filter(({ isNamed }) => !usable.some(({ name }) => isNamed(name))).map(({ pattern }) => pattern),
    ],
  };
}

/** The newest good backups, the newest first; empty: none is known. */
function newestOf(covered: Covered, known: KnownBackups): DrilledBackupRef[] {
  const verified = known.zips?.verified ?? new Map();
  const all: AnyBackup[] = [
    ...(known.zips?.backups ?? []),
    ...known.repositories.flatMap(({ snapshots }) => snapshots ?? []),
  ];
  const good = all
    .filter((backup) => isOfCovered(backup, covered) && isGoodBackup(backup, verified))
    .sort((a, b) => (backupTime(a) < backupTime(b) ? 1 : -1));
  return covered.indices.length > 1
    ? distinct(
        covered.indices.flatMap((index) =>
          lastOfEach([index], provable(good.filter((backup) => isOfIndex(backup, index.name)))).flatMap((backup) =>
            refsOf(backup, covered.name, [index.name], known),
          ),
        ),
        () => lastOfEach(covered.indices, provable(good)).flatMap((backup) => refsOf(backup, covered.name, [], known)),
      )
    : provable(good)
        .slice(0, 1)
        .flatMap((backup) =>
          refsOf(
            backup,
            covered.name,
            covered.indices.map(({ name }) => name),
            known,
          ),
        );
}

/** Those with which there is something to compare; where there is none, all. A zip file has its own documents. */
function provable(backups: readonly AnyBackup[]): readonly AnyBackup[] {
  const able = backups.filter((backup) => !isSnapshot(backup) || backup.proof !== null);
  return able.length > 0 ? able : backups;
}

/** Each once; where there is none, those of `otherwise`. */
function distinct(refs: readonly DrilledBackupRef[], otherwise: () => DrilledBackupRef[]): DrilledBackupRef[] {
  const byKey = new Map(refs.map((ref) => [JSON.stringify(ref), ref]));
  return byKey.size > 0 ? [...byKey.values()] : otherwise();
}

const isOfCovered = (backup: AnyBackup, { indices, isAlias, name }: Covered): boolean =>
  isAlias ? searchNamesOf(backup).includes(name) : indices.some((index) => isOfIndex(backup, index.name));

/** Of a snapshot: the live indices that it holds, else those that it holds for the alias. */
function refsOf(backup: AnyBackup, name: string, live: readonly string[], { zips }: KnownBackups): DrilledBackupRef[] {
  if (!isSnapshot(backup)) return [{ zip: { source: zips!.listing.source, id: backup.id } }];
  const held = live.filter((index) => holdsIndex(backup, index));
  const indices = held.length > 0 ? held : backup.indicesOf(name).map(({ index }) => index);
  return indices.map((index) => ({ repository: backup.repository, snapshot: backup.name, index }));
}

/** Those first whose last drill is the longest ago; never drilled is before all. */
function longestAgo<Each extends Covered & { refs: DrilledBackupRef[] }>(
  found: readonly Each[],
  known: KnownBackups,
  { drilled }: BackupKnowledge,
): Each[] {
  const uuids = new Map(
    known.repositories.flatMap(({ name, snapshots }) =>
      (snapshots ?? []).map((snapshot) => [`${name}/${snapshot.name}`, snapshot.uuid] as const),
    ),
  );
  // On whichever cluster it was drilled.
  const drilledAt = (ref: DrilledBackupRef): string[] => {
    if ('zip' in ref) return [drilled.get(backupUri(ref.zip))?.at ?? ''];
    const uuid = uuids.get(`${ref.repository}/${ref.snapshot}`);
    return [...drilled].flatMap(([key, { at }]) => {
      const of = snapshotOfDrill(key);
      return of?.snapshot === uuid && of?.index === ref.index ? [at] : [];
    });
  };
  const lastOf = ({ isAlias, name, refs }: Each): string => {
    const times = [
      ...refs.flatMap(drilledAt),
      ...(isAlias ? [...drilled.values()].filter(({ alias }) => alias === name).map(({ at }) => at) : []),
    ];
    return times.sort().at(-1) ?? '';
  };
  return [...found]
    .map((each) => ({ each, at: lastOf(each) }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ each }) => each);
}
