import type { ListedSnapshot, RepositoryRow, RepositoryVerification } from '../contract/repositories-page.ts';
import { isReadOnly, locationOf, type Repository } from '../contract/repository.ts';
import { typeLabel } from '../contract/repository-types.ts';
import type { Failure } from '../errors.ts';

interface Snapshot {
  name: string;
  state: string;
  indices: readonly string[];
}

interface Known {
  repository: Repository;
  /** null: not listed yet, or not readable. */
  names: readonly Snapshot[] | null;
  failure: Failure | null;
  /** null: none. */
  verification: RepositoryVerification | null;
  /** Names of the current nodes; null: unknown. */
  nodes: readonly string[] | null;
}

/** A repository with its verdict. Pure. */
export function repositoryRow(known: Known): RepositoryRow {
  const { repository, names, failure, verification, nodes } = known;
  const { name, type, settings } = repository;
  const readOnly = isReadOnly(repository);
  const questionable = failure === null && readOnly && names?.length === 0;
  const count = (...states: string[]) => names?.filter(({ state }) => states.includes(state)).length ?? 0;
  const problem = problemOf(known, questionable);
  const verified = verification !== null && verification.problem === null ? verification.nodes : [];
  const unverifiedNodes = nodes && nodes.filter((node) => !verified.includes(node));
  return {
    name,
    type,
    typeLabel: typeLabel(type),
    location: locationOf(repository),
    readOnly,
    settings,
    state: stateOf(known, problem, unverifiedNodes),
    problem,
    snapshots: failure === null ? (names?.length ?? null) : null,
    incomplete: count('PARTIAL', 'FAILED'),
    running: count('IN_PROGRESS'),
    failure,
    questionable,
    verification,
    unverifiedNodes,
  };
}

function problemOf({ failure, verification }: Known, questionable: boolean): string | null {
  if (failure !== null) return `Its snapshots can’t be listed: ${failure.message}`;
  if (verification !== null && verification.problem !== null)
    return `The last verification failed: ${verification.problem}`;
  return questionable ? 'It is read-only and has no snapshots. Check that its location is the right one.' : null;
}

function stateOf(
  { names, verification }: Known,
  problem: string | null,
  unverifiedNodes: readonly string[] | null,
): RepositoryRow['state'] {
  if (problem !== null) return 'problem';
  if (names === null) return 'reading';
  return verification === null || (unverifiedNodes?.length ?? 0) > 0 ? 'unverified' : 'ok';
}

const LISTED = 50;
const NAMED_INDICES = 3;

/** The last snapshots by name: names that end with a date are then the newest. Pure. */
export function listedSnapshots(names: readonly Snapshot[]): { snapshots: ListedSnapshot[]; left: number } {
  const sorted = [...names].sort((a, b) => (a.name < b.name ? 1 : -1));
  return {
    snapshots: sorted.slice(0, LISTED).map(({ name, state, indices }) => ({
      name,
      state,
      indices: indices.slice(0, NAMED_INDICES),
      indexCount: indices.length,
    })),
    left: Math.max(0, sorted.length - LISTED),
  };
}
