import type { Incident } from './incident.ts';

/** `endedBy` absent: by itself. */
type Ended = Pick<Incident, 'ended'> & Partial<Pick<Incident, 'endedBy' | 'closed'>>;

/** Whether it was seen to be over. What a person closed may last. Without zod, for the browser too. */
export const isOver = ({ closed, ended, endedBy = 'itself' }: Ended): boolean =>
  ended !== null && (endedBy === 'itself' || closed?.overAt !== undefined);
