import { cancelled } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** One Ctrl-C arrives twice, from the terminal and from the parent process: two within this time count as one. */
const ONE_PRESS_MS = 150;
/** Cleaning up takes well under two seconds if the cluster answers. If it doesn't, the process ends without it. */
const EXIT_AFTER_MS = 10_000;

/**
 * The first SIGINT, SIGTERM or SIGHUP aborts the signal, so that the operation cleans up; a second SIGINT exits at
 * once.
 */
export function abortOnSignals(terminal: Terminal): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  let firstAtMs = 0;
  const stop = (signal: NodeJS.Signals | 'disconnect') => {
    const nowMs = performance.now();
    if (controller.signal.aborted) {
      if (signal === 'SIGINT' && nowMs - firstAtMs > ONE_PRESS_MS) exitNow();
      return;
    }
    firstAtMs = nowMs;
    controller.abort(cancelled());
    terminal.print(
      signal === 'SIGINT'
        ? 'Cancelling and cleaning up. Press Ctrl-C again to stop immediately.'
        : 'Cancelling and cleaning up.',
    );
    setTimeout(exitNow, EXIT_AFTER_MS).unref();
  };
  const exitNow = () => {
    terminal.close();
    process.exit(EXIT.cancelled);
  };
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => [name, () => stop(name)] as const);
  for (const [name, handler] of handlers) process.on(name, handler);
  // The parent process (bin/restore-desk.mjs under an older Node) is gone.
  const orphaned = () => stop('disconnect');
  process.on('disconnect', orphaned);
  process.channel?.unref();
  return {
    signal: controller.signal,
    done: () => {
      for (const [name, handler] of handlers) process.off(name, handler);
      process.off('disconnect', orphaned);
    },
  };
}
