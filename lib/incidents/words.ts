import type { FactsOf, Incident, IncidentKind } from '../contract/incident.ts';
import { isClosedCase, isOver } from '../contract/incident-over.ts';
import { aliasMissing, aliasMoved, aliasUnsearchable, documentsLost } from './words/of-aliases.ts';
import { backupOverdue, drillFailed } from './words/of-backups.ts';
import { clusterRed, clusterSilent, clusterYellow, diskFull } from './words/of-cluster.ts';
import { jobEnded, jobWaiting, scheduleNotGood } from './words/of-jobs.ts';
import { observedWords } from './words/observed.ts';
import { UNKNOWN_RECOVERY, type KnownRecovery, type Next, type Said, type Telling } from './words/telling.ts';

/** What is said of an incident, in pages, messages and the terminal. */
export interface IncidentWords {
  /** "government lost 93 % of its documents" */
  title: string;
  /** Sentences: what was found, and what it means. */
  what: string;
  /** "since 06:47 UTC", "between 02:10 and 06:47 UTC (not watched in between)", "from 06:47 to 08:12 UTC, 1 h 25 min" */
  since: string;
  /** What to do, and on which page. Never empty. */
  next: Next[];
}

/** `id`: without it no step names the incident’s own page. `endedBy`: without it an ended incident is over by itself. */
export type ToldIncident = Pick<Incident, 'facts' | 'subject' | 'began' | 'ended' | 'severity' | 'noticedAt'> &
  Partial<Pick<Incident, 'id' | 'endedBy' | 'closed'>>;

/**
 * The words of an incident at a moment, in milliseconds since 1970: times of the same day have no date, so a text that waits
 * is made again when it is sent. Pure.
 */
export function incidentWords(
  incident: ToldIncident,
  now: number,
  recovery: KnownRecovery = UNKNOWN_RECOVERY,
): IncidentWords {
  const { facts, id = null, subject } = incident;
  const ended = isClosedCase(incident);
  const stale = incident.ended !== null && !isOver(incident);
  const said = saidOf(facts, { subject, ended, stale, now, id, recovery });
  return { ...said, since: observedWords(incident, now) };
}

type TellKind<Kind extends IncidentKind> = (facts: FactsOf<Kind>, telling: Telling) => Said;

const TELLINGS: { [Kind in IncidentKind]: TellKind<Kind> } = {
  'documents-lost': documentsLost,
  'alias-missing': aliasMissing,
  'alias-moved': aliasMoved,
  'alias-unsearchable': aliasUnsearchable,
  'cluster-red': clusterRed,
  'cluster-yellow': clusterYellow,
  'cluster-silent': clusterSilent,
  disk: diskFull,
  'backup-overdue': backupOverdue,
  schedule: scheduleNotGood,
  job: jobEnded,
  'job-waiting': jobWaiting,
  drill: drillFailed,
};

const saidOf = <Kind extends IncidentKind>(facts: FactsOf<Kind>, telling: Telling): Said =>
  (TELLINGS[facts.kind as Kind] as TellKind<Kind>)(facts, telling);
