import 'server-only';
import { approverCheck } from './access/approver.ts';
import { guardRequest } from './access/request-guard.ts';
import { watchSharedEntries } from './access/watch-shared-entries.ts';
import { basePath } from './access/session-cookie.ts';
import { configuration, configuredClusters } from './config.ts';
import { isLoopbackHost } from './config/check-sign-in.ts';
import { missingConfiguration } from './config/load.ts';
import { redact } from './config/redact.ts';
import { AppError, isAppError } from './errors.ts';
import { registerApproverCheck } from './jobs/approver-check.ts';
import { runner } from './jobs/jobs.ts';
import { log } from './log.ts';
import { readiness } from './readiness.ts';
import { removeUnusedUploads } from './pages/uploads.ts';
import { historyOf } from './live/cluster-history.ts';
import { removeUnusedCopies } from './serve/remove-unused-copies.ts';
import { startCommand } from './set-up/next-command.ts';
import { startSending, stopSending } from './notify/start-sending.ts';
import { serving } from './serving.ts';
import { unconfiguredApplication } from './unconfigured/application.ts';
import { startWatching, stopWatching } from './watch/watcher.ts';

/**
 * Checks the configuration, starts the jobs, and gives server.mjs the request guard; without a configuration, the page that says what to
 * do. Ends the process where it must not run.
 */
export async function startUp(): Promise<void> {
  if (startUnconfigured()) return;
  try {
    const { signIn, publicUrl } = configuration();
    refuseUnguarded(signIn.kind, serving()?.hostname ?? null);
    refuseOtherSubPath(publicUrl);
  } catch (error) {
    if (!isAppError(error)) throw error;
    process.stderr.write(`${redact(error.message)}\n${error.hint ? `${error.hint}\n` : ''}`);
    process.exit(1);
  }
  logUnhandled();
  registerApproverCheck(approverCheck);
  runner().startPolling();
  watchSharedEntries();
  removeUnusedUploads();
  removeUnusedCopies(configuration().dataDirectory);
  // The plot and "what changed" begin now, not with the first visitor.
  for (const cluster of configuredClusters()) historyOf(cluster.key);
  startWatching();
  startSending(() => runner().store);
  serving()?.application.resolve({ guardRequest, readiness, stop });
}

/** Where there is no configuration at all: starts nothing but the page that says so. False: there is one, right or wrong. */
function startUnconfigured(): boolean {
  const file = missingConfiguration();
  const server = serving();
  if (file === null || server === null) return false;
  const { hostname, origin } = server;
  const { sentence, ...application } = unconfiguredApplication({ file, hostname, origin, basePath: basePath() });
  process.stderr.write(`${sentence}\n`);
  server.application.resolve(application);
  return true;
}

/** Every request must pass the guard, which only server.mjs calls; without a sign-in nothing but this machine may reach it. */
function refuseUnguarded(kind: string, hostname: string | null): void {
  if (hostname === null)
    throw new AppError('invalid_input', 'Restore Desk has a server of its own, and was started by another one.', {
      hint: `Start it with \`${startCommand()}\`, or \`npm run dev\` for development.`,
    });
  if (kind !== 'none' || isLoopbackHost(hostname)) return;
  throw new AppError(
    'invalid_input',
    `Without a sign-in Restore Desk listens on 127.0.0.1 only, and was asked to listen on ${hostname}.`,
    { hint: 'Configure `signIn` (docs/configuration.md), or listen on 127.0.0.1, the default.' },
  );
}

/** Every built address contains the sub-path: pages for another one would find none of their files. */
function refuseOtherSubPath(publicUrl: string | null): void {
  if (publicUrl === null) return;
  const wanted = new URL(publicUrl).pathname.replace(/\/+$/, '');
  if (wanted === basePath()) return;
  throw new AppError(
    'invalid_input',
    `publicUrl: Its path is ${wanted || '/'}, and the pages that were started are for ${basePath() || '/'}.`,
    { hint: `\`${startCommand()}\` starts those for the path of \`publicUrl\`.` },
  );
}

/** A defect outside of any request: the process continues, and its log says so (tests fail by it). */
function logUnhandled(): void {
  for (const [event, on] of [
    ['unhandledRejection', 'unhandledRejection'],
    ['uncaughtException', 'uncaughtExceptionMonitor'],
  ] as const)
    process.on(on, (error: unknown) => {
      log().error({ err: error, event }, 'A defect: an error was met that nothing handled.');
    });
}

/** Called by server.mjs on a signal, before it closes the server. */
async function stop(signal: string): Promise<void> {
  log().info({ signal }, 'stopping');
  stopWatching();
  const sent = stopSending();
  await runner()
    .stop()
    .catch((error: unknown) => log().error({ err: error }, 'The jobs could not be stopped in order.'));
  await sent;
}
