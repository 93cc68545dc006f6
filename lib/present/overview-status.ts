import type { Overview, OverviewAlias } from '../contract/overview.ts';
import type { ScheduleWarning } from '../contract/schedule-warning.ts';
import { formatAge, formatCount, formatList, plural } from '../format.ts';
import { expectedRunWords } from './schedule-warning-words.ts';

/** The page's one statement while there is no incident. */
export interface OverviewStatus {
  level: 'ok' | 'warn' | 'unknown' | 'idle';
  word: string;
  statement: string;
  /** Continues the statement. */
  sentences: readonly string[];
}

/** Pure. */
export function overviewStatus(
  overview: Pick<Overview, 'indices' | 'backups' | 'aliases' | 'aliasTotals' | 'health' | 'scheduleWarnings'>,
  now: number,
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
    ...healthSentence(overview.health.value?.status),
    ...scheduleSentence(overview.scheduleWarnings.value ?? []),
  ];
  if (count > 0)
    return {
      level: attention.some(isWarning) ? 'warn' : 'unknown',
      word: attention.some(isWarning) ? 'Needs attention' : 'Partly unknown',
      statement: attentionStatement(count, aliasTotals.all, attention.some(isWarning)),
      sentences: [...attentionSentences(attention, count, now), ...elsewhere],
    };
  return {
    level: elsewhere.length > 0 ? 'warn' : indices.failure === null && backups.problem === null ? 'ok' : 'unknown',
    word: elsewhere.length > 0 ? 'Needs attention' : 'All good',
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
    ],
  };
}

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

/** "metasearch: on two indices, last good backup overdue." */
function attentionSentences(rows: readonly OverviewAlias[], count: number, now: number): string[] {
  const named = rows.slice(0, NAMED).map((row) => `${row.alias}: ${formatList(problemsOf(row, now), 4)}.`);
  return count > named.length
    ? [...named, `And ${plural(count - named.length, 'more alias', 'more aliases')}.`]
    : named;
}

function problemsOf(row: OverviewAlias, now: number): string[] {
  return [
    row.condition.level === 'ok' ? null : row.condition.word,
    row.overdue === true ? overdueProblem(row, now) : null,
    row.overdue === null && row.condition.level === 'ok' ? 'a newer backup is unknown' : null,
    row.shrunk === null ? null : 'last backup much smaller than the one before',
    row.proven?.failed ? `last restore drill ${row.proven.failed.unproven ? 'proved nothing' : 'failed'}` : null,
  ].filter((problem) => problem !== null);
}

function overdueProblem({ backup, expectedRun }: OverviewAlias, now: number): string {
  if (backup === null) return 'no good backup';
  return expectedRun === undefined ? 'backup overdue' : `backup overdue (${expectedRunWords(expectedRun, now)})`;
}

function scheduleSentence(warnings: readonly ScheduleWarning[]): string[] {
  if (warnings.length === 0) return [];
  const names = formatList(
    warnings.map(({ schedule }) => schedule),
    NAMED,
  );
  return [
    warnings.length === 1
      ? `The last run of the schedule ${names} was not good, below.`
      : `The last runs of the schedules ${names} were not good, below.`,
  ];
}

function healthSentence(status: 'green' | 'yellow' | 'red' | undefined): string[] {
  if (status === 'red') return ['The cluster is red: an index has lost shards, below.'];
  return [];
}
