import { cancelled } from '../errors.ts';
import { EXIT } from './exit-code.ts';
import type { Terminal } from './terminal.ts';

/** A terminal's Ctrl-C reaches us directly and through the process that started us: within this time it is one. */
const ONE_PRESS_MS = 150;
/** Cleaning up takes well under two seconds where the cluster answers; where it doesn't, we don't hang. */
const GIVE_UP_MS = 10_000;

/** The first SIGINT or SIGTERM cancels and lets the operation clean up; a second SIGINT exits at once. */
export function abortOnSignals(terminal: Terminal): { signal: AbortSignal; done: () => void } {
  const controller = new AbortController();
  let firstAt = 0;
  const stop = (signal: NodeJS.Signals | 'disconnect') => {
    const now = performance.now();
    if (controller.signal.aborted) {
      if (signal === 'SIGINT' && now - firstAt > ONE_PRESS_MS) exitNow();
      return;
    }
    firstAt = now;
    controller.abort(cancelled());
    terminal.say(
      signal === 'SIGINT' ? 'Cancelling and cleaning up. Ctrl-C again leaves at once.' : 'Cancelling and cleaning up.',
    );
    setTimeout(exitNow, GIVE_UP_MS).unref();
  };
  const exitNow = () => {
    terminal.close();
    process.exit(EXIT.cancelled);
  };
  const handlers = (['SIGINT', 'SIGTERM', 'SIGHUP'] as const).map((name) => [name, () => stop(name)] as const);
  for (const [name, handler] of handlers) process.on(name, handler);
  // The process that started us (bin/restore-desk.mjs under an older Node) is gone.
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
