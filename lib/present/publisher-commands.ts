import type { SentAgain } from '../contract/follow-up.ts';
import { fillTemplate, uses, type RepublishTemplate, type RepublishWindow } from '../contract/republish.ts';
import { isWithin } from '../contract/republish-window.ts';

export interface PublisherCommand {
  name: string;
  /** null: it can't be made, `problem` says why. */
  text: string | null;
  problem: string | null;
  /** Who marked it as done; null: it is not marked. */
  done: SentAgain | null;
  /** It was marked as done for all of this window. */
  coversWindow: boolean;
}

/** None of them means something to a shell, to rake or to make, at any place of a command. */
const PLAIN_NAME = /^[\p{L}\p{N}][\p{L}\p{N}._:@+-]*$/u;

/** The commands of all publishers for one window. They are shown and copied, never executed. Pure. */
export const commandsOf = (
  templates: readonly RepublishTemplate[],
  { alias, window, sentAgain }: { alias: string | null; window: RepublishWindow; sentAgain: readonly SentAgain[] },
): PublisherCommand[] =>
  templates.map(({ name, command }) => {
    const done = sentAgain.find((mark) => mark.command === name) ?? null;
    const problem = uses(command, 'alias') ? aliasProblem(alias) : null;
    return {
      name,
      text: problem === null ? fillTemplate(command, { ...window, alias: alias ?? '' }) : null,
      problem,
      done,
      coversWindow: done !== null && isWithin(window, done),
    };
  });

function aliasProblem(alias: string | null): string | null {
  if (alias === null) return 'The command needs an alias, and this restore has none.';
  return PLAIN_NAME.test(alias)
    ? null
    : 'The name of the alias has characters that a shell treats specially: write this command by hand, with the name in quotes.';
}
