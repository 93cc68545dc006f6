import type { Incident as Noticed } from '../contract/incident.ts';
import type { IncidentKind } from '../contract/incident-kinds.ts';
import type { IncidentRow } from '../contract/incidents-page.ts';
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
  /** Of a schedule whose last run was not good. */
  ofSchedule: (schedule: string) => Noticed | null;
  /** Those that the overview does not say by itself, in the order given. */
  others: IncidentRow[];
}

const keyOf = (kind: IncidentKind, subject: string): string => `${kind} ${subject}`;

/** Which of the open incidents the overview says already, and where. Pure. */
export function overviewIncidents(overview: Told, rows: readonly IncidentRow[]): OverviewIncidents {
  const open = new Map(rows.map((row) => [keyOf(row.incident.facts.kind, row.incident.subject), row.incident]));
  const told = toldKeys(overview);
  return {
    ofAlias({ alias, kind }) {
      const noticed = KINDS[kind];
      return noticed === null ? null : (open.get(keyOf(noticed, alias)) ?? null);
    },
    ofSchedule: (schedule) => open.get(keyOf('schedule', schedule)) ?? null,
    others: rows.filter(({ incident: { facts, subject } }) => !told.has(keyOf(facts.kind, subject))),
  };
}

/** What the overview says by itself: its own incidents, late backups in the table, and schedules. */
const toldKeys = (overview: Told): ReadonlySet<string> =>
  new Set([
    ...incidentsOf(overview).flatMap(({ alias, kind }) => {
      const noticed = KINDS[kind];
      return noticed === null ? [] : [keyOf(noticed, alias)];
    }),
    ...overview.aliases.filter(({ overdue }) => overdue === true).map(({ alias }) => keyOf('backup-overdue', alias)),
    ...overview.aliases.filter(({ proven }) => Boolean(proven?.failed)).map(({ alias }) => keyOf('drill', alias)),
    ...(overview.scheduleWarnings.value ?? []).map(({ schedule }) => keyOf('schedule', schedule)),
  ]);
