import { nextTimes } from '../../scheduling/cron.ts';
import type { RunHost } from './run-host.ts';

const FOR_AN_ANSWER_MS = 10 * 60_000;
const FOR_ROOM_MS = 2 * 3_600_000;
const FOR_A_PERSON_MS = 30_000;

/** How long a run in the server waits: never so long that the next one is missed. */
export const serverPatience: RunHost['patience'] = ({ dueAt, room, schedule, trigger }) => {
  if (trigger === 'person') return FOR_A_PERSON_MS;
  const [next = Infinity] = nextTimes(schedule.spec, dueAt, 1);
  return Math.min(room ? FOR_ROOM_MS : FOR_AN_ANSWER_MS, (next - dueAt) / 2);
};
