import { pino, type Logger } from 'pino';
import { redact } from './config/redact.ts';
import { processGlobal } from './process-wide.ts';

/** Empty until the first line, or until the command line has configured it. */
const state = processGlobal('log', (): { logger?: Logger } => ({}));

type Write = (line: string) => void;

/**
 * For the command line, whose stdout is its result and whose stderr is for people: log lines are written only where
 * LOG_LEVEL is set, and never to a terminal, because a shell may have a LOG_LEVEL for another program.
 */
export const commandLineLog = (stream: { isTTY?: boolean }, write: Write): void => {
  state().logger ??= createLogger((stream.isTTY === true ? null : configuredLevel()) ?? 'silent', write);
};

export const quietLog = (): void => {
  state().logger ??= createLogger('silent', () => undefined);
};

/** One JSON object a line, on stdout. Known secrets are removed from each line. */
export const log = (): Logger =>
  (state().logger ??= createLogger(configuredLevel() ?? 'info', (line) => void process.stdout.write(line)));

/** An unknown level counts as `info`: it must not make a restore fail. Null: not set. */
function configuredLevel(): string | null {
  const level = process.env.LOG_LEVEL;
  return level === undefined || level === ''
    ? null
    : level === 'silent' || level in pino.levels.values
      ? level
      : 'info';
}

const createLogger = (level: string, write: Write): Logger =>
  pino(
    { name: 'restore-desk', level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(redact(line)) },
  );
