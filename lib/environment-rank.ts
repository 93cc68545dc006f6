/** From the least important to the most. */
const RANKS = ['development', 'integration', 'staging', 'production'] as const;
export type EnvironmentKind = (typeof RANKS)[number];

/** What a word of an environment's name says: it begins with one of these, or is one of the whole words. */
const WORDS: { readonly [Kind in EnvironmentKind]: RegExp } = {
  development: /^(dev|local|demo$|sandbox)/,
  integration: /^(int|test|qa|ci$)/,
  staging: /^(stag|pre|accept|uat$)/,
  production: /^(prod|live$)/,
};

/** "non-production" says only what it is not. */
const NEGATIONS: ReadonlySet<string> = new Set(['no', 'non', 'not', 'nonprod', 'nonproduction']);

/**
 * The kind of environment that a configured name means: "Production", "eu-prod-2", "pre-production" (staging). null: no
 * word of it is known, or its words contradict each other.
 */
export function environmentKind(environment: string): EnvironmentKind | null {
  const words = environment.toLowerCase().match(/\p{L}+/gu) ?? [];
  if (words.some((word) => NEGATIONS.has(word))) return null;
  const found = new Set(words.flatMap((word) => RANKS.filter((kind) => WORDS[kind].test(word))));
  // "pre-production": the first word qualifies the second.
  if (found.size === 2 && found.has('production') && words.some((word) => /^pre/.test(word))) return 'staging';
  return found.size === 1 ? [...found][0]! : null;
}

/** Negative: `one` is the lesser environment; 0: the same; null: one of them is unknown. */
export function compareEnvironments(one: string, other: string): number | null {
  const [first, second] = [environmentKind(one), environmentKind(other)];
  return first === null || second === null ? null : RANKS.indexOf(first) - RANKS.indexOf(second);
}

/** Whether two names are the same words, in upper or lower case. */
export const sameEnvironment = (one: string, other: string): boolean =>
  one.trim().toLowerCase() === other.trim().toLowerCase();
