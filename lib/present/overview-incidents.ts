import type { Incident as Noticed } from '../contract/incident.ts';
import type { IncidentKind } from '../contract/incident-kinds.ts';
import type { IncidentList, IncidentRow } from '../contract/incidents-page.ts';
import type { Overview } from '../contract/overview.ts';
import { incidentsOf, type Incident } from './incidents.ts';

/** The kind under which the watch notices what the overview says by itself of an alias. null: it notices no such thing. */
const KINDS: { readonly [Kind in Incident['kind']]: IncidentKind | null } = {
  loss: 'documents-lost',
  missing: 'alias-missing',
  unsearchable: 'alias-unsearchable',
  shrunk: null,
};

type Told = Pick<Overview, 'aliases' | 'missingAliases' | 'scheduleWarnings'>;

export interface OverviewIncidents {
  /** The noticed incident behind what the overview says of an alias. null: none is open. */
  ofAlias: (incident: Pick<Incident, 'alias' | 'kind'>) => Noticed | null;
  /** Behind a late backup, or a failed drill, in the row of an alias. */
  ofRow: (kind: 'backup-overdue' | 'drill', alias: string) => Noticed | null;
  /** Of a schedule whose last run was not good. */
  ofSchedule: (schedule: string) => Noticed | null;
  /** Those that the overview does not say by itself, in the order given: of the listed ones. */
  others: IncidentRow[];
  /** How many these are, listed or not. */
  untold: number;
}

/** As `noticed` of the overview is found. Pure. */
export const keyOf = (kind: IncidentKind, subject: string): string => `${kind} ${subject}`;

/** Which of the open incidents the overview says already, and where. Pure. */
export function overviewIncidents(
  overview: Told & Pick<Overview, 'noticed'>,
  { count, more, rows }: IncidentList,
): OverviewIncidents {
  const told = toldKeys(overview);
  const others = rows.filter(({ incident: { facts, subject } }) => !told.has(keyOf(facts.kind, subject)));
  const unlisted = more ? (overview.noticed ?? []) : [];
  const open = new Map(
    [...unlisted, ...rows.map(({ incident }) => incident)].map((each) => [keyOf(each.facts.kind, each.subject), each]),
  );
  const toldHere = [...open.keys()].filter((key) => told.has(key)).length;
  const of = (kind: IncidentKind, subject: string) => open.get(keyOf(kind, subject)) ?? null;
  return {
    ofAlias({ alias, kind }) {
      const noticed = KINDS[kind];
      return noticed === null ? null : of(noticed, alias);
    },
    ofRow: of,
    ofSchedule: (schedule) => of('schedule', schedule),
    others,
    untold: Math.max(others.length, count - toldHere),
  };
}

/** What the overview says by itself: its own incidents, late backups in the table, and schedules. */
export const toldKeys = (overview: Told): ReadonlySet<string> =>
  new Set([
    ...incidentsOf(overview).flatMap(({ alias, kind }) => {
      const noticed = KINDS[kind];
      return noticed === null ? [] : [keyOf(noticed, alias)];
    }),
    ...overview.aliases.filter(({ overdue }) => overdue === true).map(({ alias }) => keyOf('backup-overdue', alias)),
    ...overview.aliases.filter(({ proven }) => Boolean(proven?.failed)).map(({ alias }) => keyOf('drill', alias)),
    ...(overview.scheduleWarnings.value ?? []).map(({ schedule }) => keyOf('schedule', schedule)),
  ]);
