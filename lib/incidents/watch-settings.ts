/** When an alias has lost documents. */
export interface LossRule {
  /** Percent of the most documents that it had; it must have lost more than these, and more than `documents`, or all. */
  readonly share: number;
  readonly documents: number;
  /** How long ago it had the most, at most. */
  readonly withinMs: number;
  /** How long a loss must last. */
  readonly holdMs: number;
}

/** What is watched of an alias. */
export interface AliasRule {
  /** null: its documents are not watched. */
  readonly losses: LossRule | null;
  /** Others than Restore Desk switch it as planned. */
  readonly movesExpected: boolean;
}

/** What is watched of a cluster. */
export interface WatchSettings {
  /** For so long it may be yellow. */
  readonly yellowForMs: number;
  /** Of aliases without a rule of their own. */
  readonly losses: LossRule | null;
  /** `name` may have `*` for any characters. */
  readonly aliases: readonly (AliasRule & { readonly name: string })[];
}

export const DEFAULT_LOSSES: LossRule = { share: 10, documents: 1_000, withinMs: 3_600_000, holdMs: 120_000 };

/** The rule of an alias: that of its name, else of the first pattern that matches, else that of the cluster. Pure. */
export const ruleOf = ({ aliases, losses }: WatchSettings, alias: string): AliasRule =>
  aliases.find(({ name }) => name === alias) ??
  aliases.find(({ name }) => name.includes('*') && matches(name, alias)) ?? { losses, movesExpected: false };

/** `*` stands for any characters, also none. */
function matches(pattern: string, name: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || name.length < first.length + last.length || !name.endsWith(last)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
