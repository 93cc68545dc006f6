'use server';
import { defineAction } from '@/lib/action.ts';
import { closeInput, commentInput, muteInput, namedIncident, namedMute } from '@/lib/contract/incident-input.ts';
import { runner } from '@/lib/jobs/jobs.ts';
import { acknowledgeIncident, closeIncident as closeOne, commentIncident } from '@/lib/jobs/store/incident-changes.ts';
import { closeRestored } from '@/lib/pages/close-both.ts';
import { addMute as addOne, endMute as endOne } from '@/lib/jobs/store/mutes.ts';

const needs = 'record-incident';

/** Throws not_found, and refused if it has ended. */
export const acknowledge = defineAction(
  { name: 'acknowledge incident', input: namedIncident, needs, verb: 'acknowledge an incident' },
  ({ incident }, { actor, cluster }) => {
    acknowledgeIncident(runner().store, { cluster: cluster.key, id: incident, by: actor.name, now: Date.now() });
    return { incident };
  },
);

/** Also of one that has ended. */
export const comment = defineAction(
  { name: 'comment on incident', input: commentInput, needs, verb: 'comment on an incident' },
  ({ comment: text, incident }, { actor, cluster }) => {
    commentIncident(runner().store, { cluster: cluster.key, id: incident, by: actor.name, now: Date.now(), text });
    return { incident };
  },
);

/** Throws not_found, and refused if it has ended. */
export const closeIncident = defineAction(
  { name: 'close incident', input: closeInput, needs, verb: 'close an incident' },
  ({ incident, reason = '' }, { actor, cluster }) => {
    const note = reason === '' ? null : reason;
    const change = { cluster: cluster.key, id: incident, by: actor.name, now: Date.now(), note };
    closeRestored(cluster, closeOne(runner().store, change), { actor, note });
    return { incident };
  },
);

export const addMute = defineAction(
  { name: 'mute messages', input: muteInput, needs, verb: 'mute messages' },
  ({ alias, from, kind, reason, until }, { actor, cluster }) => {
    const now = new Date().toISOString();
    const { id } = addOne(runner().store, {
      cluster: cluster.key,
      alias,
      kind,
      reason,
      by: actor.name,
      from: from === null || from < now ? now : from,
      until,
    });
    return { mute: id };
  },
);

/** Throws not_found, and refused if it is over. */
export const endMute = defineAction(
  { name: 'end mute', input: namedMute, needs, verb: 'end a mute' },
  ({ mute }, { actor, cluster }) => {
    endOne(runner().store, { cluster: cluster.key, id: mute, by: actor.name, now: Date.now() });
    return { mute };
  },
);
