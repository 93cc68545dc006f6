import { comparable } from './comparable.ts';

/** From the least important to the most. */
const RANKS = ['development', 'integration', 'staging', 'production'] as const;
export type EnvironmentKind = (typeof RANKS)[number];

/** The words of environments, whole: "international" is none of them. What is not known is asked about. */
const WORDS: { readonly [Kind in EnvironmentKind]: ReadonlySet<string> } = {
  development: new Set(['dev', 'devel', 'development', 'local', 'demo', 'sandbox']),
  integration: new Set(['int', 'integration', 'test', 'testing', 'qa', 'ci']),
  staging: new Set([
    'stage',
    'stg',
    'staging',
    'preprod',
    'preprd',
    'preproduction',
    'prelive',
    'acceptance',
    'acc',
    'uat',
  ]),
  production: new Set(['prod', 'prd', 'production', 'live']),
};

/** "pre-production", "pre live": one word in two. */
const PRE_PRODUCTION = /(?<!\p{L})pre[^\p{L}]+(prod|prd|production|live)(?!\p{L})/gu;

/** "non-production", "copy of production", "prod-like": what it is not, or only resembles. */
const NOT_ITSELF: ReadonlySet<string> = new Set([
  ...['no', 'non', 'not', 'nonprod', 'nonproduction', 'sub', 'post', 'near', 'quasi', 'pseudo', 'former', 'ex', 'old'],
  ...['like', 'alike', 'clone', 'cloned', 'copy', 'mirror', 'replica', 'shadow', 'fake', 'mock', 'dummy'],
]);

/**
 * The kind of environment that a configured name means, without regard to case and accents: "Production", "eu-prod-2",
 * "pre-production" (staging). null: no word of it is known, or its words contradict each other.
 */
export function environmentKind(environment: string): EnvironmentKind | null {
  const words =
    comparable(environment)
      .replace(PRE_PRODUCTION, 'preprod')
      .match(/\p{L}+/gu) ?? [];
  if (words.some((word) => NOT_ITSELF.has(word))) return null;
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
