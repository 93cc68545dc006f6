import { isOfAlias } from '../contract/incident-kinds.ts';
import type { Incident, Mute } from '../contract/incident.ts';

/** Whether a mute is in effect at an instant, in milliseconds. */
export const isInEffect = ({ ended, from, until }: Mute, now: number): boolean =>
  ended === null && Date.parse(from) <= now && now < Date.parse(until);

type MutedIncident = Pick<Incident, 'cluster' | 'subject'> & { facts: Pick<Incident['facts'], 'kind'> };

/** Whether a mute is about an incident, whenever it is in effect. Pure. */
export function isAbout(mute: Mute, { cluster, facts: { kind }, subject }: MutedIncident): boolean {
  const alias = isOfAlias(kind) ? subject : null;
  return (
    mute.cluster === cluster &&
    (mute.kind === null || mute.kind === kind) &&
    (mute.alias === null || mute.alias === alias)
  );
}

/** The mute that covers an incident now; null: none. Of several the one that lasts longest. Pure. */
export function muteOf(mutes: readonly Mute[], incident: MutedIncident, now: number): Mute | null {
  const covering = mutes.filter((mute) => isAbout(mute, incident) && isInEffect(mute, now));
  return covering.sort((one, other) => Date.parse(other.until) - Date.parse(one.until))[0] ?? null;
}
