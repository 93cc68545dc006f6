/** What somebody said, when. The audit log has it. */
interface SaidBy {
  by: string;
  at: string;
}

/** A publisher's command was run by hand, for this window: times as in the command. */
export interface SentAgain extends SaidBy {
  command: string;
  from: string;
  to: string;
}

/** `unknown`: what remains unknown, in the words of who closed it; null: nothing was said. */
export interface ClosedIncident extends SaidBy {
  unknown: string | null;
}

/** What people said about a restore after it. Restore Desk can't check any of it. */
export interface FollowUp {
  /** The newest mark of each command. */
  sentAgain: SentAgain[];
  /** null: the incident is open, or was opened again. */
  closed: ClosedIncident | null;
}

export const NO_FOLLOW_UP: FollowUp = { sentAgain: [], closed: null };
