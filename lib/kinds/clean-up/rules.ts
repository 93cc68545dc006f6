/** The rules of a clean-up as text, as in a form and in an address. Without zod: the page validates them at every keystroke. */
export interface RulesText {
  keep: string;
  /** "7d", "36h", "2w"; empty: any age. */
  olderThan: string;
  /** Names of aliases, separated by commas, which no name can contain; empty: every alias; NO_ALIASES: none. */
  aliases: string;
}

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
/** `AGE` allows five digits. */
const MAX_AGE_NUMBER = 99_999;
const AGE = /^(\d{1,5})\s*([mhdw])$/;

/** A list that is not empty, and has no name in it. */
export const NO_ALIASES = ',';

export const isEveryAlias = (text: string): boolean => text === '';

export const formatAliases = (aliases: Iterable<string>): string => [...aliases].sort().join(',') || NO_ALIASES;

export const parseAliases = (text: string): string[] => text.split(',').filter((alias) => alias !== '');

/** A message for each invalid field; empty: the rules are valid. */
export function validateRules(rules: RulesText): Partial<Record<keyof RulesText, string>> {
  return {
    ...(/^\d{1,3}$/.test(rules.keep.trim()) ? {} : { keep: 'A whole number from 0 to 999.' }),
    ...(rules.olderThan.trim() === '' || AGE.test(rules.olderThan.trim())
      ? {}
      : { olderThan: 'A number and a unit: 12h, 7d, 2w. Empty for any age.' }),
  };
}

interface ParsedRules {
  keep: number;
  olderThanMs: number | null;
  aliases: string[];
  noAliases?: boolean;
}

/** Expects valid rules. */
export function parseRules(rules: RulesText): ParsedRules {
  const older = AGE.exec(rules.olderThan.trim());
  const aliases = parseAliases(rules.aliases);
  return {
    keep: Number(rules.keep),
    olderThanMs: older === null ? null : Number(older[1]) * UNITS_MS[older[2] as keyof typeof UNITS_MS],
    aliases,
    ...(aliases.length === 0 && !isEveryAlias(rules.aliases) ? { noAliases: true } : {}),
  };
}

/** Rules as text. The age is rounded up to whole minutes or more, so that no more indices are deleted. */
export function formatRules(rules: {
  keep: number;
  olderThanMs: number | null;
  aliases: readonly string[];
  noAliases?: boolean | undefined;
}): RulesText {
  return {
    keep: String(rules.keep),
    olderThan: rules.olderThanMs === null ? '' : formatAge(rules.olderThanMs),
    aliases: rules.noAliases === true ? NO_ALIASES : rules.aliases.join(','),
  };
}

function formatAge(ms: number): string {
  const units = Object.entries(UNITS_MS).reverse();
  const exact = units.find(([, unit]) => ms >= unit && ms % unit === 0 && ms / unit <= MAX_AGE_NUMBER);
  const [name, unit] = exact ?? [...units].reverse().find(([, each]) => ms / each <= MAX_AGE_NUMBER) ?? units[0]!;
  return `${Math.ceil(ms / unit)}${name}`;
}
