import type { ActionAnswer } from '../../use-action.ts';

/** `cluster`: the key of another cluster than that of the page. */
export interface ChosenIndex {
  index: string;
  cluster?: string | undefined;
}

/** The action that starts a comparison, as a prop: components import no server code. */
export type StartComparison = (input: {
  cluster: string;
  left: ChosenIndex | { backup: string };
  right: ChosenIndex;
  /** A second call with the same text returns the first one's job. */
  once: string;
}) => Promise<ActionAnswer<{ job: string }>>;
