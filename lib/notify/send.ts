import { randomUUID } from 'node:crypto';
import type { ConfiguredChannel, HttpChannel } from '../config/configuration.ts';
import type { MessageRow } from '../contract/message.ts';
import { sendMail } from './channels/email.ts';
import { heartbeatMessage } from './channels/heartbeat.ts';
import { slackMessage } from './channels/slack.ts';
import { teamsMessage, teamsResult } from './channels/teams.ts';
import { webhookOfIncident, webhookOfTest } from './channels/webhook.ts';
import { incidentText, runText, testText, type IncidentBody, type MessageText, type Outgoing } from './message.ts';
import { refused, sendByHttp, type HttpMessage, type SendResult } from './request.ts';

export interface Sending {
  /** As configured; null: messages have no links. */
  publicUrl: string | null;
  /** Milliseconds. */
  now: number;
  signal: AbortSignal;
}

/** Sends a message that was kept, once. Never throws for what the receiver does. */
export function sendMessage(channel: ConfiguredChannel, message: MessageRow, sending: Sending): Promise<SendResult> {
  const { body, createdMs, event, number } = message;
  const { now, publicUrl } = sending;
  const outgoing: Outgoing = { event, number, body, madeMs: createdMs, now, publicUrl };
  if (body.of === 'incident') return sendIncident(channel, { ...outgoing, body }, sending);
  if (channel.kind !== 'heartbeat' || (event !== 'start' && event !== 'success' && event !== 'failure'))
    return Promise.resolve(refused('The channel was another kind when this message was made.'));
  const text = runText({ ...outgoing, body });
  return post(channel, heartbeatMessage(channel.access, event, text), sending);
}

function sendIncident(
  channel: ConfiguredChannel,
  outgoing: Outgoing & { body: IncidentBody },
  sending: Sending,
): Promise<SendResult> {
  const text = incidentText(outgoing);
  if (channel.kind === 'webhook') return post(channel, webhookOfIncident(channel.access, outgoing, text), sending);
  if (channel.kind === 'heartbeat')
    return Promise.resolve(refused('The channel was another kind when this message was made.'));
  return sendText(channel, text, outgoing.body.delivery, sending);
}

/** A test. Of a heartbeat it is a success. */
export function sendTestMessage(channel: ConfiguredChannel, sending: Sending): Promise<SendResult> {
  const text = testText(channel.name, sending.now);
  const delivery = randomUUID();
  switch (channel.kind) {
    case 'webhook':
      return post(channel, webhookOfTest(channel.access, delivery, text, sending.now), sending);
    case 'heartbeat':
      return post(
        channel,
        heartbeatMessage(channel.access, 'success', [text.title, ...text.paragraphs].join('\n')),
        sending,
      );
    default:
      return sendText(channel, text, delivery, sending);
  }
}

/** People read what is sent by it: many messages at a time would hide the next one. Programs are sent each. */
export const isOfPeople = ({ kind }: ConfiguredChannel): boolean => kind !== 'webhook' && kind !== 'heartbeat';

/** By a channel that shows a text to people. Never throws for what the receiver does. */
export async function sendText(
  channel: ConfiguredChannel,
  text: MessageText,
  delivery: string,
  sending: Sending,
): Promise<SendResult> {
  if (channel.kind === 'email') return sendMail(channel, { delivery, text }, sending);
  if (channel.kind === 'slack') return post(channel, slackMessage(channel.access, text), sending);
  return teamsResult(await post(channel, teamsMessage(channel.access, text), sending));
}

const post = (
  { access, privateNetwork }: HttpChannel,
  message: HttpMessage,
  { signal }: Sending,
): Promise<SendResult> => sendByHttp(message, access, { privateNetwork, signal });
