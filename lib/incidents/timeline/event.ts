import type { IncidentEvent } from '../../contract/incidents-page.ts';

type Needed = Pick<IncidentEvent, 'id' | 'at' | 'of' | 'sentence'>;

/** A line of an incident’s timeline. */
export const eventOf = (event: Needed & Partial<IncidentEvent>): IncidentEvent => ({
  after: null,
  level: 'idle',
  text: null,
  named: [],
  job: null,
  ...event,
});
