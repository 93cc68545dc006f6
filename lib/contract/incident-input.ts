import { z } from 'zod';
import { isOfAlias } from './incident-kinds.ts';
import { INCIDENT_KINDS } from './incident.ts';
import { MOST_COMMENT, MOST_MUTE_DAYS, MOST_REASON } from './incident-limits.ts';
import { aliasName, clusterKey } from './names.ts';

/** What people send about incidents. Strict: the line in the audit log has nothing else. */

const DAY_MS = 86_400_000;

export const incidentId = z.string().regex(/^[1-9]\d{0,14}$/, 'Not an incident’s number.');

export const namedIncident = z.strictObject({ cluster: clusterKey, incident: incidentId });

export const commentInput = namedIncident.extend({
  comment: z.string().trim().min(1, 'Nothing was typed.').max(MOST_COMMENT, `At most ${MOST_COMMENT} characters.`),
});

export const closeInput = namedIncident.extend({
  reason: z.string().trim().max(MOST_COMMENT, `At most ${MOST_COMMENT} characters.`).optional(),
});

/** A time with minutes, and its end after it. */
export const muteInput = z
  .strictObject({
    cluster: clusterKey,
    alias: aliasName.nullable(),
    kind: z.enum(INCIDENT_KINDS).nullable(),
    reason: z
      .string()
      .trim()
      .min(1, 'Say why, so that others know what is planned.')
      .max(MOST_REASON, `At most ${MOST_REASON} characters.`),
    /** null: from now on. */
    from: z.iso.datetime('Not a time.').nullable(),
    until: z.iso.datetime('Not a time.'),
  })
  .superRefine(({ alias, from, kind, until }, context) => {
    if (alias !== null && kind !== null && !isOfAlias(kind))
      context.addIssue({ code: 'custom', path: ['alias'], message: 'Incidents of this kind are of no alias.' });
    const wrong = (message: string) => context.addIssue({ code: 'custom', path: ['until'], message });
    const now = Date.now();
    const [begins, ends] = [from === null ? now : Date.parse(from), Date.parse(until)];
    if (ends <= now) wrong('This time is over.');
    else if (ends <= begins) wrong('The end is not after the beginning.');
    else if (ends - Math.max(begins, now) > MOST_MUTE_DAYS * DAY_MS) wrong(`At most ${MOST_MUTE_DAYS} days.`);
  });

export const namedMute = z.strictObject({ cluster: clusterKey, mute: incidentId });
