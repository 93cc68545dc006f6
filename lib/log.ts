import { pino, type Logger } from 'pino';
import { redact } from './config/redact.ts';
import { processGlobal } from './process-wide.ts';

/** Empty until the first line, or until the command line has said where its lines go. */
const chosen = processGlobal('log', (): { logger?: Logger } => ({}));

type Write = (line: string) => void;

/**
 * The command line's stdout is its answer, and its stderr is for people: log lines go there only where LOG_LEVEL asks for
 * them, and never onto a terminal, where somebody reads; many a shell has a LOG_LEVEL of something else.
 */
export const commandLineLog = (stream: { isTTY?: boolean }, write: Write): void => {
  chosen().logger ??= make((stream.isTTY === true ? null : levelAsked()) ?? 'silent', write);
};

export const quietLog = (): void => {
  chosen().logger ??= make('silent', () => undefined);
};

/** One JSON object a line on stdout; every known secret is taken out at the very last door. */
export const log = (): Logger =>
  (chosen().logger ??= make(levelAsked() ?? 'info', (line) => void process.stdout.write(line)));

/** A level that is none is not worth a failed restore. */
function levelAsked(): string | null {
  const asked = process.env.LOG_LEVEL;
  return asked === undefined || asked === ''
    ? null
    : asked === 'silent' || asked in pino.levels.values
      ? asked
      : 'info';
}

const make = (level: string, write: Write): Logger =>
  pino(
    { name: 'restore-desk', level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    { write: (line: string) => write(redact(line)) },
  );
