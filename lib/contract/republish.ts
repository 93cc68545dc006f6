/** A command that makes a publisher send its documents again, as the configuration has it. Never executed here. */
export interface RepublishTemplate {
  readonly name: string;
  /** One line, with `{from}`, `{to}` and `{alias}`. */
  readonly command: string;
}

const PLACEHOLDERS = ['from', 'to', 'alias'] as const;
type Placeholder = (typeof PLACEHOLDERS)[number];

/** `{name}`; not a variable of the shell (`${name}`), and neither `{}` nor `{2}`. */
const PLACEHOLDER = /(?<!\$)\{([A-Za-z][\w-]*)\}/g;

const isPlaceholder = (name: string): name is Placeholder => (PLACEHOLDERS as readonly string[]).includes(name);

export const uses = (command: string, placeholder: Placeholder): boolean => namesIn(command).includes(placeholder);

/** A sentence; null: none. */
export function templateProblem(command: string): string | null {
  const unknown = namesIn(command).find((name) => !isPlaceholder(name));
  if (unknown !== undefined)
    return `There is no placeholder {${unknown}}: a command may have {from}, {to} and {alias}.`;
  return uses(command, 'from') ? null : 'The command has no {from}: the time from which documents are sent again.';
}

/** Each value is inserted as it is: quotes are the template's own. */
export const fillTemplate = (command: string, values: Readonly<Record<Placeholder, string>>): string =>
  command.replace(PLACEHOLDER, (text, name: string) => (isPlaceholder(name) ? values[name] : text));

const namesIn = (command: string): string[] => [...command.matchAll(PLACEHOLDER)].map(([, name]) => name!);

/**
 * The time in which documents may have been published that a restored index lacks; in UTC and whole seconds, as commands
 * have them: `2018-12-17T01:02:30Z`.
 */
export interface RepublishWindow {
  from: string;
  to: string;
}
