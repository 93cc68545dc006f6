import type { MessageEvent } from './message.ts';
import type { ChannelKind } from './notifications-page.ts';

/** Messages that were sent or given up are kept for so long. */
export const MESSAGES_KEPT_DAYS = 90;

/** One channel, without its secrets. What is said of its messages is of those of this cluster. */
export interface ChannelRow {
  name: string;
  kind: ChannelKind;
  /** Where it leads, as far as that is no secret: "hooks.slack.com", "ops@example.org by mail.example.org:587". */
  to: string;
  /** What is sent to it of this cluster, in words, one entry a route: "critical incidents, with a reminder every 4 h". Empty: nothing. */
  routes: string[];
  /** null: none was sent in the last 90 days. */
  lastSentAt: string | null;
  /** Those that are not sent yet. */
  waiting: number;
  /** Those that could not be sent, and were given up in the last three days. */
  gaveUp: number;
  /**
   * Why the oldest message that waits could not be sent, and when one is tried next; null: none failed. `works`: a later one was sent, so
   * that the receiver refuses this message, not every one.
   */
  failing: { since: string; answer: string; nextTryAt: string; works: boolean } | null;
}

/** One message to one channel: sent (`sentAt`), given up or outdated (`gaveUpAt`), or waiting. */
export interface MessageLine {
  id: string;
  channel: string;
  event: MessageEvent;
  /** null: it is about a run, or the incident is no longer known. */
  incident: { id: string; title: string } | null;
  /** The name of the schedule; null: it is about an incident. */
  schedule: string | null;
  createdAt: string;
  sentAt: string | null;
  gaveUpAt: string | null;
  /** It was given up because it was too late for it, or a later message says more, not because it could not be sent. */
  outdated: boolean;
  attempts: number;
  /** null: it is sent, or given up. */
  nextTryAt: string | null;
  /** What the receiver answered to the last attempt, or why there was no answer; null: there was no attempt. */
  answer: string | null;
}

/** The page of notifications of one cluster. Nothing of other clusters is in it. */
export interface NotificationsPage {
  takenAt: string;
  /** By name: those that get something of this cluster, and those that get nothing of any cluster. */
  channels: ChannelRow[];
  /** There are channels in the configuration, of which none gets anything of this cluster. */
  onlyElsewhere: boolean;
  /** Messages link to pages; false: `publicUrl` is not configured. */
  linked: boolean;
  /** Of this cluster: those that wait, or were given up lately, before the others, each newest first, at most 100. */
  messages: MessageLine[];
}

/** What a test of a channel found. */
export interface TestedChannel {
  ok: boolean;
  /** What it answered, or why it did not. */
  answer: string;
  seconds: number;
}
