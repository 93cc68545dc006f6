import { loadConfiguration } from '../../config/load.ts';
import type { Configuration } from '../../config/configuration.ts';
import type { DoctorCheck } from '../../contract/doctor.ts';
import { runDoctor } from '../../doctor/doctor.ts';
import { isAppError } from '../../errors.ts';
import { formatDuration, plural } from '../../format.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

export async function doctor({ args, environment, signal }: CommandContext): Promise<CommandResult> {
  const configuration = read(environment);
  if (!('clusters' in configuration)) return resultOf([configuration], []);
  const { checks, seconds, takenAt } = await runDoctor(configuration, {
    cluster: args.positionals[0] ?? null,
    signal,
  });
  const result = resultOf(checks, configuration.clusters);
  return {
    ...result,
    text: `${result.text}\n${summaryOf(checks, seconds)}`,
    fields: { ...result.fields, takenAt, seconds },
  };
}

/** A wrong configuration is a finding: nothing else can be checked. Throws AppError invalid_input where there is none at all. */
function read(environment: NodeJS.ProcessEnv): Configuration | DoctorCheck {
  try {
    return loadConfiguration(environment);
  } catch (error) {
    if (!isAppError(error)) throw error;
    return {
      id: 'configuration',
      title: 'Configuration',
      cluster: null,
      level: 'failure',
      what: error.message,
      next: error.hint ?? 'See docs/configuration.md.',
      tookMs: 0,
    };
  }
}

const WORDS = { ok: 'ok', warning: 'warning', failure: 'FAILURE' } as const;
const WIDTH = 'warning'.length;

const resultOf = (checks: readonly DoctorCheck[], clusters: Configuration['clusters']): CommandResult => ({
  status: checks.some(({ level }) => level === 'failure') ? 'failed' : 'done',
  text: groupsOf(checks, clusters).join('\n'),
  fields: { checks },
});

/** A heading for the installation and for each cluster, one line a check, and what to do below it. */
function groupsOf(checks: readonly DoctorCheck[], clusters: Configuration['clusters']): string[] {
  return [null, ...clusters].flatMap((entry) => {
    const own = checks.filter(({ cluster }) => cluster === (entry?.key ?? null));
    if (own.length === 0) return [];
    const heading = entry === null ? 'Installation' : `Cluster ${entry.key}: ${entry.name} (${entry.environment})`;
    return [safeLine(heading), ...own.flatMap(linesOf)];
  });
}

function linesOf({ level, next, title, what }: DoctorCheck): string[] {
  const line = `  ${WORDS[level].padEnd(WIDTH)}  ${safeLine(`${title}: ${what}`)}`;
  return next === null ? [line] : [line, `  ${' '.repeat(WIDTH)}  → ${safeLine(next)}`];
}

function summaryOf(checks: readonly DoctorCheck[], seconds: number): string {
  const count = (level: DoctorCheck['level']) => checks.filter((check) => check.level === level).length;
  return `${plural(checks.length, 'check')} in ${formatDuration(seconds)}: ${plural(count('failure'), 'failure')}, ${plural(count('warning'), 'warning')}.`;
}
