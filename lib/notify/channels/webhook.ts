import { createHmac } from 'node:crypto';
import type { HttpAccess } from '../../config/configuration.ts';
import type { MessageText, Outgoing } from '../message.ts';
import { isLate, type IncidentBody, type Link } from '../message.ts';
import type { HttpMessage } from '../request.ts';

/** The format of the body: raised when a program that reads the current one would fail. */
const VERSION = 1;

const linkOf = ({ address, path, text }: Link) => ({ text, path, url: address });

/** The message about an incident as JSON, signed where there is a secret. docs/notifications.md describes the body. */
export function webhookOfIncident(
  access: HttpAccess,
  outgoing: Outgoing & { body: IncidentBody },
  text: MessageText,
): HttpMessage {
  const { body, event, madeMs, now, number } = outgoing;
  const { cluster, delivery, incident } = body;
  const { facts, title: _, ...rest } = incident;
  const [what, since, ...notes] = text.paragraphs;
  return signed(access, delivery, now, {
    version: VERSION,
    id: delivery,
    event,
    number,
    madeAt: new Date(madeMs).toISOString(),
    sentAt: new Date(now).toISOString(),
    late: isLate(outgoing),
    incident: {
      ...rest,
      cluster: cluster.key,
      clusterName: cluster.name,
      environment: cluster.environment,
      kind: facts.kind,
      title: text.title,
      what,
      since,
      notes,
      next: text.next.map(linkOf),
    },
    path: text.page?.path ?? null,
    url: text.page?.address ?? null,
  });
}

export const webhookOfTest = (access: HttpAccess, delivery: string, text: MessageText, now: number): HttpMessage =>
  signed(access, delivery, now, {
    version: VERSION,
    id: delivery,
    event: 'test',
    sentAt: new Date(now).toISOString(),
    late: false,
    incident: null,
    text: [text.title, ...text.paragraphs].join('. '),
    path: null,
    url: null,
  });

function signed({ secret, url }: HttpAccess, delivery: string, now: number, content: object): HttpMessage {
  const body = JSON.stringify(content);
  const timestamp = String(Math.floor(now / 1000));
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'x-restore-desk-delivery': delivery,
      'x-restore-desk-timestamp': timestamp,
      ...(secret === null
        ? {}
        : {
            'x-restore-desk-signature': `v1=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`,
          }),
    },
    body,
  };
}
