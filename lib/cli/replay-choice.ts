import type { ReplayChoice } from '../kinds/replay/schema.ts';
import { formatNanoseconds, parseNanoseconds } from '../replaying/nanoseconds.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

/** The path of the target's queues; undefined: none is given. Throws `invalid_input`. */
export function queueStatusOf(args: Arguments): string | undefined {
  const path = args.text('queue-status');
  if (path !== undefined && !path.startsWith('/'))
    throw usageError(`--queue-status takes a path like /_status, not “${path}”.`, 'replay');
  return path;
}

/** What of a replay's plan its options choose. Throws `invalid_input`. */
export function replayChoiceOf(args: Arguments): ReplayChoice {
  const from = timeOf(args, 'from');
  if (from === null)
    throw usageError(
      'replay needs --from: the start of the backup that was restored.',
      'replay',
      'Earlier requests are in the backup. Write it like 2018-01-08T23:10:00Z.',
    );
  const to = timeOf(args, 'to');
  if (args.text('rate') !== undefined && args.text('speed') !== undefined)
    throw usageError('--rate and --speed exclude each other.', 'replay');
  return {
    from,
    to,
    rate: numberOf(args, 'rate'),
    speed: numberOf(args, 'speed'),
    concurrency: args.count('concurrency', 1, 256) ?? 4,
    onlyPath: args.text('only-path') ?? null,
    skipPath: args.text('skip-path') ?? null,
    mapIndex: args.texts('map-index').map(mappingOf),
  };
}

function timeOf(args: Arguments, option: string): string | null {
  const text = args.text(option);
  if (text === undefined) return null;
  const at = parseNanoseconds(text);
  if (at === null)
    throw usageError(
      `--${option} is not a time: “${text}”.`,
      'replay',
      'Write it like 2018-01-08T23:10:00Z, or as nanoseconds since 1970.',
    );
  return formatNanoseconds(at);
}

function numberOf(args: Arguments, option: string): number | null {
  const text = args.text(option);
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1_000_000)
    throw usageError(`--${option} takes a number above 0, not “${text}”.`, 'replay');
  return value;
}

function mappingOf(text: string): { from: string; to: string } {
  const [from, to, ...more] = text.split('=');
  if (!from || !to || more.length > 0) throw usageError(`--map-index takes OLD=NEW, not “${text}”.`, 'replay');
  return { from, to };
}
