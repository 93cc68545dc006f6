import type { Incident } from './incident.ts';

/** `endedBy` absent: by itself. */
type Ended = Pick<Incident, 'ended'> & Partial<Pick<Incident, 'endedBy' | 'closed'>>;

/**
 * Whether it was seen to be over. What a person closed may last, and so may what is not watched any more. Without zod, for the browser
 * too.
 */
export const isOver = ({ closed, ended, endedBy = 'itself' }: Ended): boolean =>
  ended !== null && (endedBy === 'itself' || closed?.overAt !== undefined);

/** Nothing remains to be done: it is over, or the configuration says not to watch it any more. */
export const isClosedCase = (incident: Ended): boolean => isOver(incident) || incident.endedBy === 'not-watched';
