import { configuration, type ConfiguredCluster } from '../config.ts';
import type { MessageRow } from '../contract/message.ts';
import type { ChannelOnPage } from '../contract/notifications-page.ts';
import type { ChannelRow, MessageLine, NotificationsPage } from '../contract/notifications-shown.ts';
import { AppError } from '../errors.ts';
import { asSentence } from '../incidents/words/telling.ts';
import { runner } from '../jobs/jobs.ts';
import { channelStates, clusterMessages, type ChannelState } from '../jobs/store/channel-states.ts';
import { channelsForPage } from '../notify/channels-for-page.ts';
import { routeWords } from '../present/route-words.ts';

const LISTED = 100;
/** What was given up for longer is no news. */
const NEWS_MS = 3 * 86_400_000;

/** The channels of a cluster, and its messages. Nothing of other clusters. Throws AppError disk. */
export function loadNotifications(cluster: ConfiguredCluster, now = Date.now()): NotificationsPage {
  const channels = channelsForPage([cluster.key]);
  const { clusters, publicUrl } = configuration();
  const { store } = runner();
  const wanted = { cluster: cluster.key, channels: channels.map(({ name }) => name), newsSince: now - NEWS_MS };
  const states = channelStates(store, wanted);
  return {
    takenAt: new Date(now).toISOString(),
    channels: channels.map((channel) => rowOf(channel, cluster, states.get(channel.name) ?? NO_MESSAGES)),
    onlyElsewhere: channels.length === 0 && channelsForPage(clusters.map(({ key }) => key)).length > 0,
    linked: publicUrl !== null,
    messages: clusterMessages(store, { ...wanted, limit: LISTED }).map(lineOf),
  };
}

/** Throws AppError not_found where the page of this cluster does not list it. */
export function requireChannel(cluster: ConfiguredCluster, name: string): void {
  if (channelsForPage([cluster.key]).some((channel) => channel.name === name)) return;
  throw new AppError('not_found', 'There is no such channel in the configuration.', {
    hint: 'Load the page again.',
  });
}

const waits = ({ gaveUpMs, sentMs }: MessageRow): boolean => sentMs === null && gaveUpMs === null;
const NO_MESSAGES: ChannelState = { lastSentMs: null, waiting: 0, gaveUp: 0, failing: null };

function rowOf(
  channel: ChannelOnPage,
  { key }: ConfiguredCluster,
  { failing, gaveUp, lastSentMs, waiting }: ChannelState,
): ChannelRow {
  return {
    name: channel.name,
    kind: channel.kind,
    to: [channel.to.join(', '), channel.by].filter((part) => part !== null).join(' by '),
    routes: channel.routes.filter(({ clusters }) => clusters === null || clusters.includes(key)).map(routeWords),
    lastSentAt: timeOrNull(lastSentMs),
    waiting,
    gaveUp,
    failing: failing && {
      since: timeOf(failing.sinceMs),
      answer: asSentence(failing.answer ?? 'The reason is not known.'),
      nextTryAt: timeOf(failing.nextTryMs),
      works: failing.works,
    },
  };
}

const timeOf = (ms: number): string => new Date(ms).toISOString();
const timeOrNull = (ms: number | null): string | null => (ms === null ? null : timeOf(ms));

const lineOf = (row: MessageRow): MessageLine => ({
  id: row.id,
  channel: row.channel,
  event: row.event,
  incident: row.body.of === 'incident' ? { id: row.body.incident.id, title: row.body.incident.title } : null,
  schedule: row.body.of === 'run' ? row.body.schedule : null,
  createdAt: timeOf(row.createdMs),
  sentAt: timeOrNull(row.sentMs),
  gaveUpAt: timeOrNull(row.gaveUpMs),
  outdated: row.outdated,
  attempts: row.attempts,
  nextTryAt: waits(row) ? timeOf(row.nextTryMs) : null,
  answer: row.answer,
});
