import 'server-only';
import { approverCheck } from './access/approver.ts';
import { standAtTheDoor } from './access/door.ts';
import { watchSharedEntries } from './access/watch-shared-entries.ts';
import { basePath } from './access/session-cookie.ts';
import { configuration, configuredClusters } from './config.ts';
import { isLoopbackHost } from './config/check-sign-in.ts';
import { redact } from './config/redact.ts';
import { AppError, isAppError } from './errors.ts';
import { registerApproverCheck } from './jobs/approver-check.ts';
import { runner } from './jobs/jobs.ts';
import { log } from './log.ts';
import { historyOf } from './live/cluster-history.ts';

/** From SIGTERM to the end of the process, whatever a connection or an operation still does. */
const EXIT_WITHIN_MS = 9500;

/** Checks the configuration, wakes the runner and stands at the server's door. Ends the process where it must not run. */
export async function startUp(): Promise<void> {
  try {
    const { signIn, listen, publicUrl } = configuration();
    refuseOpenDoor(signIn.kind, listen.host);
    refuseOtherSubPath(publicUrl);
  } catch (error) {
    if (!isAppError(error)) throw error;
    process.stderr.write(`${redact(error.message)}\n${error.hint ? `${error.hint}\n` : ''}`);
    process.exit(1);
  }
  standAtTheDoor();
  logUnhandled();
  stopOnSignals();
  registerApproverCheck(approverCheck);
  runner().startPolling();
  watchSharedEntries();
  // The plot and "what changed" begin now, not with the first visitor.
  for (const cluster of configuredClusters()) historyOf(cluster.key);
}

/** What `next start` was told: `-H 0.0.0.0`, `--hostname=…`; told nothing, it listens on every address. null: it is not `next start`. */
function toldHost(): string | null {
  const { argv } = process;
  const at = argv.findIndex((word) => word === '-H' || word === '--hostname');
  const told = at >= 0 ? argv[at + 1] : argv.find((word) => word.startsWith('--hostname='))?.split('=')[1];
  return told ?? (argv.includes('start') ? '0.0.0.0' : null);
}

function refuseOpenDoor(kind: string, configured: string): void {
  if (kind !== 'none') return;
  const host = toldHost() ?? configured;
  if (isLoopbackHost(host)) return;
  throw new AppError(
    'invalid_input',
    `Without a sign-in Restore Desk listens on 127.0.0.1 only, and was asked to listen on ${host}.`,
    { hint: 'Configure `signIn` (docs/configuration.md), or listen on 127.0.0.1; `npm start` does.' },
  );
}

/** A sub-path stands in every built address: a build for another one would answer, with pages that find none of their parts. */
function refuseOtherSubPath(publicUrl: string | null): void {
  if (publicUrl === null) return;
  const wanted = new URL(publicUrl).pathname.replace(/\/+$/, '');
  if (wanted === basePath()) return;
  throw new AppError(
    'invalid_input',
    `publicUrl: Its path is ${wanted || '/'}, and this build is for ${basePath() || '/'}.`,
    {
      hint: `\`npm start\` builds for the path of \`publicUrl\`; by hand it is RESTORE_DESK_BASE_PATH=${wanted} npm run build.`,
    },
  );
}

/** A defect, whose promise or callback belongs to no request: the process goes on, and its log says so (tests fail by it). */
function logUnhandled(): void {
  for (const [event, on] of [
    ['unhandledRejection', 'unhandledRejection'],
    ['uncaughtException', 'uncaughtExceptionMonitor'],
  ] as const)
    process.on(on, (error: unknown) => {
      log().error({ err: error, event }, 'A defect: an error was met that nothing handled.');
    });
}

/** Next closes the server on these signals and exits at once; jobs are put away first. */
function stopOnSignals(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const before = process.listeners(signal);
    process.removeAllListeners(signal);
    process.once(signal, () => {
      setTimeout(() => process.exit(signal === 'SIGINT' ? 130 : 143), EXIT_WITHIN_MS).unref();
      log().info({ signal }, 'stopping');
      void runner()
        .stop()
        .catch((error: unknown) => log().error({ err: error }, 'The jobs could not be put away in order.'))
        .finally(() => {
          if (before.length === 0) process.exit(signal === 'SIGINT' ? 130 : 143);
          for (const listener of before) listener(signal);
        });
    });
  }
}
