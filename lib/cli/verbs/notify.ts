import { loadConfigurationFile } from '../../config/load.ts';
import type { Configuration } from '../../config/configuration.ts';
import type { ChannelOnPage, RouteOnPage } from '../../contract/notifications-page.ts';
import { AppError } from '../../errors.ts';
import { formatDuration, formatRelative, plural } from '../../format.ts';
import { withStore } from '../../jobs/run-in-terminal.ts';
import { JobStore } from '../../jobs/store/job-store.ts';
import { backlogByChannel, type ChannelBacklog } from '../../jobs/store/messages.ts';
import { channelsOf } from '../../notify/channels-for-page.ts';
import { sendTestOf } from '../../notify/send-test.ts';
import { routeWords } from '../../present/route-words.ts';
import type { CommandContext, CommandResult } from '../command-context.ts';
import { safeLine } from '../safe-text.ts';

export function listChannels(context: CommandContext): Promise<CommandResult> {
  const configuration = configured(context);
  const { dataDirectory } = configuration;
  const now = Date.now();
  const backlog = JobStore.existsIn(dataDirectory)
    ? withStore(dataDirectory, (store) => backlogByChannel(store, now))
    : new Map<string, ChannelBacklog>();
  const rows = channelsOf(configuration).map((channel) => ({ channel, backlog: backlog.get(channel.name) ?? NOTHING }));
  return Promise.resolve({
    status: 'done',
    text:
      rows.length === 0
        ? 'The configuration has no channels. See docs/notifications.md.'
        : rows.map((row) => describe(row, now).map(safeLine).join('\n')).join('\n'),
    fields: {
      channels: rows.map(({ backlog: { gaveUp, waiting, waitingSinceMs }, channel }) => ({
        ...channel,
        waiting,
        waitingSince: waitingSinceMs === null ? null : new Date(waitingSinceMs).toISOString(),
        gaveUp,
      })),
    },
  });
}

const NOTHING: ChannelBacklog = { waiting: 0, waitingSinceMs: null, gaveUp: 0 };

export async function testChannel(context: CommandContext): Promise<CommandResult> {
  const name = context.args.positionals[0]!;
  const { answer, ok, seconds } = await sendTestOf(configured(context), name, context.signal);
  return {
    status: ok ? 'done' : 'failed',
    text: safeLine(`${name}: ${ok ? 'taken' : 'not taken'} after ${formatDuration(seconds)}. ${answer}`),
    fields: { channel: name, ok, answer, seconds },
  };
}

/** Throws AppError invalid_input where there is no configuration file: only it can have channels. */
function configured({ environment }: CommandContext): Configuration {
  const configuration = loadConfigurationFile(environment);
  if (configuration !== null) return configuration;
  throw new AppError('invalid_input', 'There is no restore-desk.yaml here: only it can have channels.', {
    hint: 'Run this in its folder, or name it in RESTORE_DESK_CONFIG.',
  });
}

function describe({ backlog, channel }: { channel: ChannelOnPage; backlog: ChannelBacklog }, now: number): string[] {
  const { by, kind, name, routes, to } = channel;
  const { gaveUp, waiting, waitingSinceMs } = backlog;
  return [
    `${name}: ${kind} to ${to.join(', ')}${by === null ? '' : ` by ${by}`}`,
    ...(routes.length === 0 ? ['  nothing is sent by it but tests: no route names it'] : routes.map(routeLine)),
    ...(waitingSinceMs === null
      ? []
      : [`  ${plural(waiting, 'message')} waiting, the oldest made ${formatRelative(waitingSinceMs, now)}`]),
    ...(gaveUp === 0 ? [] : [`  ${plural(gaveUp, 'message')} given up in the last 3 days`]),
  ];
}

const routeLine = (route: RouteOnPage): string =>
  `  ${routeWords(route)} (${route.clusters === null ? 'all clusters' : route.clusters.join(', ')})`;
