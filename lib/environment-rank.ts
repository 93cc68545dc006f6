/** From the least important to the most. */
const RANKS = ['development', 'integration', 'staging', 'production'] as const;
export type EnvironmentKind = (typeof RANKS)[number];

/** The words of environments, whole: "international" is none of them. What is not known is asked about. */
const WORDS: { readonly [Kind in EnvironmentKind]: ReadonlySet<string> } = {
  development: new Set(['dev', 'devel', 'development', 'local', 'demo', 'sandbox']),
  integration: new Set(['int', 'integration', 'test', 'testing', 'qa', 'ci']),
  staging: new Set(['stage', 'stg', 'staging', 'preprod', 'preproduction', 'acceptance', 'acc', 'uat']),
  production: new Set(['prod', 'prd', 'production', 'live']),
};

/** "pre-production", "pre prod": one word in two. */
const PRE_PRODUCTION = /(?<!\p{L})pre[^\p{L}]+(prod|production)(?!\p{L})/gu;

/** "non-production" says only what it is not. */
const NEGATIONS: ReadonlySet<string> = new Set(['no', 'non', 'not', 'nonprod', 'nonproduction']);

/**
 * The kind of environment that a configured name means: "Production", "eu-prod-2", "pre-production" (staging). null: no
 * word of it is known, or its words contradict each other.
 */
export function environmentKind(environment: string): EnvironmentKind | null {
  const words =
    environment
      .toLowerCase()
      .replace(PRE_PRODUCTION, 'preprod')
      .match(/\p{L}+/gu) ?? [];
  if (words.some((word) => NEGATIONS.has(word))) return null;
  const found = new Set(words.flatMap((word) => RANKS.filter((kind) => WORDS[kind].has(word))));
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
