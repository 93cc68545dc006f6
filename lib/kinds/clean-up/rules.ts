/** The rules of a clean-up as they are typed and as they stand in an address: text. Without zod, since the page checks them at every key. */
export interface TypedRules {
  keep: string;
  /** "7d", "36h", "2w"; empty: however young. */
  olderThan: string;
  /** Names of aliases, separated by commas (no alias has one in its name); empty: every alias. */
  aliases: string;
}

const UNITS_MS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 7 * 86_400_000 };
/** Of the five digits an age may have. */
const MOST = 99_999;
const AGE = /^(\d{1,5})\s*([mhdw])$/;

export const aliasesIn = (text: string): string[] => text.split(',').filter((alias) => alias !== '');

/** What is wrong with what was typed, by field; empty: nothing. */
export function problemsOf(rules: TypedRules): Partial<Record<keyof TypedRules, string>> {
  return {
    ...(/^\d{1,3}$/.test(rules.keep.trim()) ? {} : { keep: 'A whole number from 0 to 999.' }),
    ...(rules.olderThan.trim() === '' || AGE.test(rules.olderThan.trim())
      ? {}
      : { olderThan: 'A number and a unit: 12h, 7d, 2w. Empty for any age.' }),
  };
}

/** The typed rules as the operation takes them. */
export function rulesOf(rules: TypedRules): { keep: number; olderThanMs: number | null; aliases: string[] } {
  const older = AGE.exec(rules.olderThan.trim());
  return {
    keep: Number(rules.keep),
    olderThanMs: older === null ? null : Number(older[1]) * UNITS_MS[older[2] as keyof typeof UNITS_MS],
    aliases: aliasesIn(rules.aliases),
  };
}

/** Rules as they would be typed; an age between two minutes becomes the longer one, by which less goes. */
export function typedRulesOf(rules: {
  keep: number;
  olderThanMs: number | null;
  aliases: readonly string[];
}): TypedRules {
  return {
    keep: String(rules.keep),
    olderThan: rules.olderThanMs === null ? '' : typedAge(rules.olderThanMs),
    aliases: rules.aliases.join(','),
  };
}

function typedAge(ms: number): string {
  const units = Object.entries(UNITS_MS).reverse();
  const exact = units.find(([, unit]) => ms >= unit && ms % unit === 0 && ms / unit <= MOST);
  const [name, unit] = exact ?? [...units].reverse().find(([, each]) => ms / each <= MOST) ?? units[0]!;
  return `${Math.ceil(ms / unit)}${name}`;
}
