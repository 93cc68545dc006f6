import type { ActionAnswer } from '../../use-action.ts';

/** The action that starts a comparison, as a prop: components import no server code. */
export type StartComparison = (input: {
  cluster: string;
  left: { index: string } | { backup: string };
  right: { index: string };
  /** A second call with the same text returns the first one's job. */
  once: string;
}) => Promise<ActionAnswer<{ job: string }>>;
