import { isBucketAddress } from '../contract/backup-ref.ts';
import { SCHEDULE_KINDS, scheduleSpec, type ScheduleKind, type ScheduleSpec } from '../contract/schedule.ts';
import { AppError, isAppError } from '../errors.ts';
import { requireRunnable } from '../jobs/require-runnable.ts';
import { pathOfArgument, sourceOfArgument } from './backup-argument.ts';
import { probesOf } from './probes-of-arguments.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

const KEEP = ['last', 'hourly', 'daily', 'weekly', 'monthly', 'yearly'] as const;
const VERB = 'schedule add';

/** The option of each field of a spec, for errors. */
const OPTIONS: readonly (readonly [field: string, option: string])[] = [
  ['name', '--name'],
  ['kind', '--kind'],
  ['what.aliases', '--alias'],
  ['what.indices', '--index'],
  ['what', '--alias and --index'],
  ['cron', '--cron'],
  ['timeZone', '--tz'],
  ['to', '--to'],
  ['missed', '--missed'],
  ['retention.within', '--keep-within'],
  ...KEEP.map((rule) => [`retention.${rule}`, `--keep-${rule}`] as const),
  ['retention', '--keep-…'],
  ['drill.documentsPerSecond', '--documents-per-second'],
  ['drill.probes', '--probe'],
  ['drill', '--documents-per-second, --in-turn and --probe'],
];

/** Throws AppError invalid_input that names the option, with `details.fields`. */
export function specOfArguments(args: Arguments): ScheduleSpec {
  const kind = required(args, 'kind') as ScheduleKind;
  if (!SCHEDULE_KINDS.includes(kind)) throw fieldError('kind', `One of ${SCHEDULE_KINDS.join(', ')} is needed.`);
  const aliases = args.texts('alias');
  const indices = args.texts('index');
  const to = args.text('to');
  const parsed = scheduleSpec.safeParse({
    name: required(args, 'name'),
    kind,
    what: aliases.length + indices.length === 0 ? { all: true } : { aliases, indices },
    cron: required(args, 'cron'),
    timeZone: args.text('tz') ?? 'UTC',
    to: to === undefined ? null : placeOf(to, kind),
    missed: args.text('missed') ?? 'run',
    retention: retentionOf(args),
    drill: drillOf(args),
  });
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw fieldError(issue.path.filter((step) => typeof step !== 'number').join('.'), issue.message);
  }
  try {
    requireRunnable(parsed.data);
  } catch (error) {
    const [field] = isAppError(error) ? Object.entries((error.details['fields'] ?? {}) as object) : [];
    throw field && isAppError(error) ? fieldError(field[0], error.message, error.hint) : error;
  }
  return parsed.data;
}

function fieldError(field: string, sentence: string, hint?: string): AppError {
  const option = OPTIONS.find(([known]) => field === known || field.startsWith(`${known}.`))?.[1] ?? field;
  return new AppError('invalid_input', `${option}: ${sentence}`, {
    hint: hint ?? `See: restore-desk ${VERB} --help`,
    details: { fields: { [field]: sentence } },
  });
}

function required(args: Arguments, option: string): string {
  const value = args.text(option);
  if (value === undefined) throw usageError(`${VERB} needs --${option}.`, VERB);
  return value;
}

/** A directory as its absolute path; the name of a repository as it is. */
function placeOf(to: string, kind: ScheduleKind): string {
  const isPlace = kind === 'backup' || (kind === 'drill' && (isBucketAddress(to) || /^\.{0,2}\//.test(to)));
  if (!isPlace) return to;
  return isBucketAddress(to) ? sourceOfArgument(to) : pathOfArgument(to);
}

function retentionOf(args: Arguments): object | null {
  const counts = KEEP.flatMap((rule) => {
    const value = args.text(`keep-${rule}`);
    if (value === undefined) return [];
    if (!/^(?:-1|\d{1,5})$/.test(value) || Number(value) > 10_000)
      throw fieldError(`retention.${rule}`, `A number from 0 to 10000 is needed, or -1 for all, not “${value}”.`);
    return [[rule, Number(value)] as const];
  });
  const within = args.text('keep-within');
  if (counts.length === 0 && within === undefined) return null;
  return { ...Object.fromEntries(counts), ...(within === undefined ? {} : { within }) };
}

function drillOf(args: Arguments): object | null {
  const documentsPerSecond = args.count('documents-per-second', 1, 10_000_000);
  const probes = probesOf(args);
  if (documentsPerSecond === undefined && probes.length === 0 && !args.flag('in-turn')) return null;
  return {
    which: args.flag('in-turn') ? 'turns' : 'newest',
    ...(documentsPerSecond === undefined ? {} : { documentsPerSecond }),
    probes,
  };
}
