/** The header of every request that a replay sends; its value is the job. A request that has it is never replayed. */
export const REPLAY_MARK = 'x-restore-desk-replay';
