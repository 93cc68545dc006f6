import type { Overview, OverviewAlias } from '../contract/overview.ts';
import type { ScheduleWarning } from '../contract/schedule-warning.ts';
import { areOf, formatAge, formatCount, formatList, plural } from '../format.ts';
import { expectedRunWords } from './schedule-warning-words.ts';

/** The page's one statement while there is no incident. */
export interface OverviewStatus {
  level: 'ok' | 'warn' | 'unknown' | 'idle';
  word: string;
  statement: string;
  /** Continues the statement. */
  sentences: readonly string[];
}

/** `noticed`: how many incidents are open, and how many of them the overview says in a list of its own. Pure. */
export function overviewStatus(
  overview: Pick<Overview, 'indices' | 'backups' | 'aliases' | 'aliasTotals' | 'health' | 'scheduleWarnings'>,
  now: number,
  noticed = { open: 0, untold: 0 },
): OverviewStatus {
  const { indices, aliases, aliasTotals, backups } = overview;
  if (indices.value === null)
    return {
      level: 'unknown',
      word: 'Unknown',
      statement: 'The state of the aliases is unknown',
      sentences: ['The cluster has not answered yet.'],
    };
  if (aliasTotals.all === 0) return { level: 'idle', word: 'Empty', statement: 'No alias yet', sentences: [] };
  const attention = aliases.filter(needsAttention);
  const count = aliasTotals.all - aliasTotals.healthy;
  const elsewhere = [
    ...noticedSentence(noticed),
    ...healthSentence(overview.health.value?.status),
    ...scheduleSentence(overview.scheduleWarnings.value ?? []),
  ];
  const areSchedulesKnown = overview.scheduleWarnings.value !== null;
  const unknown = areSchedulesKnown ? [] : ['Whether the schedules ran is unknown, below.'];
  if (count > 0)
    return {
      level: attention.some(isWarning) ? 'warn' : 'unknown',
      word: attention.some(isWarning) ? 'Needs attention' : 'Partly unknown',
      statement: attentionStatement(count, aliasTotals.all, attention.some(isWarning)),
      sentences: [...attentionSentences(attention, count, { areSchedulesKnown, now }), ...elsewhere, ...unknown],
    };
  const isKnown = indices.failure === null && backups.problem === null && areSchedulesKnown;
  const level = elsewhere.length > 0 ? 'warn' : isKnown ? 'ok' : 'unknown';
  return {
    level,
    word: WORDS[level],
    statement:
      aliasTotals.all === 1
        ? `${aliases[0]?.alias ?? 'The alias'} is as expected`
        : `All ${formatCount(aliasTotals.all)} aliases are as expected`,
    sentences: [
      'No alias has 2 % fewer documents than its last good backup, and each points to one index.',
      ...(aliasTotals.oldest === null
        ? []
        : [`The oldest of their last backups is ${formatAge(now - Date.parse(aliasTotals.oldest.takenAt))} old.`]),
      ...elsewhere,
      ...unknown,
    ],
  };
}

const WORDS = { ok: 'All good', warn: 'Needs attention', unknown: 'Partly unknown' };

const needsAttention = (row: OverviewAlias): boolean =>
  row.condition.level !== 'ok' || row.overdue !== false || hasWarning(row);
const isWarning = (row: OverviewAlias): boolean =>
  row.condition.level === 'warn' || row.condition.level === 'bad' || row.overdue === true || hasWarning(row);
const hasWarning = ({ proven, shrunk }: OverviewAlias): boolean => shrunk !== null || Boolean(proven?.failed);

function attentionStatement(count: number, all: number, isKnown: boolean): string {
  const subject =
    count === all
      ? all === 1
        ? 'The alias'
        : `All ${formatCount(all)} aliases`
      : `${formatCount(count)} of ${formatCount(all)} aliases`;
  const one = count === 1;
  return isKnown
    ? `${subject} ${one ? 'needs' : 'need'} attention`
    : `The state of ${subject.toLowerCase()} is unknown`;
}

const NAMED = 3;

interface Known {
  areSchedulesKnown: boolean;
  now: number;
}

/** "metasearch: on two indices, last good backup overdue." */
function attentionSentences(rows: readonly OverviewAlias[], count: number, known: Known): string[] {
  const named = rows.slice(0, NAMED).map((row) => `${row.alias}: ${formatList(problemsOf(row, known), 4)}.`);
  return count > named.length
    ? [...named, `And ${plural(count - named.length, 'more alias', 'more aliases')}.`]
    : named;
}

function problemsOf(row: OverviewAlias, { areSchedulesKnown, now }: Known): string[] {
  return [
    row.condition.level === 'ok' ? null : row.condition.word,
    row.overdue === true ? overdueProblem(row, now) : null,
    row.overdue === null && row.condition.level === 'ok'
      ? areSchedulesKnown
        ? 'a newer backup is unknown'
        : 'unknown whether its backup is overdue'
      : null,
    row.shrunk === null ? null : 'last backup much smaller than the one before',
    row.proven?.failed ? `last restore drill ${row.proven.failed.unproven ? 'proved nothing' : 'failed'}` : null,
  ].filter((problem) => problem !== null);
}

function overdueProblem({ backup, expectedRun }: OverviewAlias, now: number): string {
  if (expectedRun?.state === 'younger') return expectedRunWords(expectedRun, now);
  if (backup === null) return 'no good backup';
  if (expectedRun === undefined) return 'backup overdue';
  const words = expectedRunWords(expectedRun, now);
  return expectedRun.state === 'ran' ? words : `backup overdue (${words})`;
}

/** A run that is missing is no run that was not good. */
function scheduleSentence(warnings: readonly ScheduleWarning[]): string[] {
  const isMissing = ({ state }: ScheduleWarning) => state === 'overdue' || state === 'missed';
  const missing = warnings.filter(isMissing);
  const bad = warnings.filter((warning) => !isMissing(warning));
  return [
    missing.length === 0
      ? null
      : missing.length === 1
        ? `A run of the schedule ${namesOf(missing)} is missing, below.`
        : `Runs of the schedules ${namesOf(missing)} are missing, below.`,
    bad.length === 0
      ? null
      : bad.length === 1
        ? `The last run of the schedule ${namesOf(bad)} was not good, below.`
        : `The last runs of the schedules ${namesOf(bad)} were not good, below.`,
  ].filter((sentence) => sentence !== null);
}

const namesOf = (warnings: readonly ScheduleWarning[]): string =>
  formatList(
    warnings.map(({ schedule }) => schedule),
    NAMED,
  );

function noticedSentence({ open, untold }: { open: number; untold: number }): string[] {
  if (untold === 0) return [];
  const noun = untold < open ? 'more incident' : 'incident';
  return [`${plural(untold, noun)} ${areOf(untold)} open, below.`];
}

function healthSentence(status: 'green' | 'yellow' | 'red' | undefined): string[] {
  if (status === 'red') return ['The cluster is red: an index has lost shards, below.'];
  return [];
}
