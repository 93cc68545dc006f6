import { configuration, type ConfiguredCluster } from '../config.ts';
import type { MessageRow } from '../contract/message.ts';
import type { ChannelOnPage } from '../contract/notifications-page.ts';
import type { ChannelRow, MessageLine, NotificationsPage } from '../contract/notifications-shown.ts';
import { AppError } from '../errors.ts';
import { runner } from '../jobs/jobs.ts';
import { recentMessages } from '../jobs/store/messages.ts';
import { channelsForPage } from '../notify/channels-for-page.ts';
import { routeWords } from '../present/route-words.ts';

/** Of all channels together, newest first: what is older is on no page. */
const READ = 1_000;
const LISTED = 100;
/** What was given up for longer is no news. */
const NEWS_MS = 3 * 86_400_000;

/** The channels of a cluster, and its messages. Nothing of other clusters. Throws AppError disk. */
export function loadNotifications(cluster: ConfiguredCluster, now = Date.now()): NotificationsPage {
  const channels = channelsForPage([cluster.key]);
  const { clusters, publicUrl } = configuration();
  const rows = recentMessages(runner().store, { channels: channels.map(({ name }) => name), limit: READ });
  const own = rows.filter(({ body }) => body.cluster.key === cluster.key);
  return {
    takenAt: new Date(now).toISOString(),
    channels: channels.map((channel) =>
      rowOf(
        channel,
        cluster,
        rows.filter((row) => row.channel === channel.name),
        now,
      ),
    ),
    onlyElsewhere: channels.length === 0 && channelsForPage(clusters.map(({ key }) => key)).length > 0,
    linked: publicUrl !== null,
    messages: [...own]
      .sort((a, b) => Number(isTrouble(b, now)) - Number(isTrouble(a, now)))
      .slice(0, LISTED)
      .map(lineOf),
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
const wasGivenUp = ({ gaveUpMs }: MessageRow, now: number): boolean => gaveUpMs !== null && gaveUpMs > now - NEWS_MS;
const isTrouble = (row: MessageRow, now: number): boolean => waits(row) || wasGivenUp(row, now);

/** `messages`: of the channel, of any cluster, newest first. Counts are of this cluster alone. */
function rowOf(
  channel: ChannelOnPage,
  { key }: ConfiguredCluster,
  messages: readonly MessageRow[],
  now: number,
): ChannelRow {
  const own = messages.filter(({ body }) => body.cluster.key === key);
  const sent = messages.map(({ sentMs }) => sentMs).filter((at) => at !== null);
  return {
    name: channel.name,
    kind: channel.kind,
    to: [channel.to.join(', '), channel.by].filter((part) => part !== null).join(' by '),
    routes: channel.routes.filter(({ clusters }) => clusters === null || clusters.includes(key)).map(routeWords),
    lastSentAt: sent.length === 0 ? null : timeOf(Math.max(...sent)),
    waiting: own.filter(waits).length,
    gaveUp: own.filter((row) => wasGivenUp(row, now)).length,
    failing: failingOf(messages),
  };
}

/** By the oldest message that waits, which is tried first. */
function failingOf(messages: readonly MessageRow[]): ChannelRow['failing'] {
  const first = messages.findLast((row) => waits(row) && row.attempts > 0);
  return first === undefined
    ? null
    : {
        since: timeOf(first.createdMs),
        answer: first.answer ?? 'The reason is not known.',
        nextTryAt: timeOf(first.nextTryMs),
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
  attempts: row.attempts,
  nextTryAt: waits(row) ? timeOf(row.nextTryMs) : null,
  answer: row.answer,
});
