import type { FoundKind, FoundObject } from '../../contract/find.ts';
import { Best, matcherOf, type Match } from '../../present/match-names.ts';

/** What is looked for. */
export interface Wanted {
  /** Comparable, at least one. */
  words: readonly string[];
  /** Names that have the letters of a word in their order match too. */
  inOrder: boolean;
}

/** One that matches: `object` is made only for the few that are sent. */
export interface Candidate {
  match: Match;
  /** Of the same match: a lower one is first. */
  rank: string | number;
  object: () => FoundObject;
}

/** What matches, the best first. */
export type Matches = Best<Candidate>;

/** How many of each kind are sent. */
export const MOST: Record<FoundKind, number> = {
  alias: 8,
  index: 8,
  backup: 6,
  snapshot: 6,
  job: 6,
  incident: 4,
  schedule: 4,
  repository: 4,
};

export const matchesOf = (kind: FoundKind): Matches => new Best(MOST[kind], compareCandidates);

export const compareCandidates = (a: Candidate, b: Candidate): number =>
  a.match - b.match || (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0);

/** What a word may also say besides the name: "index gov" finds the indices of government. */
const KIND_WORDS: Record<FoundKind, readonly string[]> = {
  alias: ['alias', 'aliases'],
  index: ['index', 'indices', 'indexes'],
  backup: ['backup', 'backups', 'zip'],
  snapshot: ['snapshot', 'snapshots', 'backup', 'backups'],
  job: ['job', 'jobs'],
  incident: ['incident', 'incidents'],
  schedule: ['schedule', 'schedules'],
  repository: ['repository', 'repositories'],
};

/** The words without those that only name the kind. All of them are kept where nothing else would be left. */
export function withoutKind(kind: FoundKind, words: readonly string[]): readonly string[] {
  const rest = words.filter((word) => !KIND_WORDS[kind].includes(word));
  return rest.length === 0 ? words : rest;
}

interface Named extends Omit<Candidate, 'match'> {
  /** Both are comparable. */
  name: string;
  besides?: string;
}

/** Adds what matches. Words that only name the kind need not match. */
export function adderTo(
  kind: FoundKind,
  { inOrder, words }: Wanted,
): { matches: Matches; add: (named: Named) => void } {
  const matches = matchesOf(kind);
  const matchOf = matcherOf(withoutKind(kind, words), inOrder);
  const add = ({ besides, name, object, rank }: Named): void => {
    const match = matchOf(name, besides);
    if (match !== null) matches.add({ match, object, rank });
  };
  return { matches, add };
}
