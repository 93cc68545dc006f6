import { configuration } from '../config/loaded.ts';
import type { Configuration, ConfiguredRoute } from '../config/configuration.ts';
import type { ChannelOnPage, RouteOnPage } from '../contract/notifications-page.ts';

/** The channels of the configuration that tell something of these clusters, or of none. Without secrets. */
export const channelsForPage = (clusters: readonly string[]): ChannelOnPage[] =>
  channelsOf(configuration()).flatMap((channel) => {
    const routes = channel.routes.filter(
      (route) => route.clusters === null || route.clusters.some((key) => clusters.includes(key)),
    );
    return routes.length === 0 && channel.routes.length > 0 ? [] : [{ ...channel, routes }];
  });

/** All channels of a configuration, by name. Without secrets. */
export const channelsOf = ({ notifications }: Pick<Configuration, 'notifications'>): ChannelOnPage[] =>
  notifications.channels
    .map((channel) => ({
      name: channel.name,
      kind: channel.kind,
      to: channel.kind === 'email' ? channel.to : [channel.host],
      by: channel.kind === 'email' ? channel.server : null,
      privateNetwork: channel.privateNetwork,
      routes: notifications.routes.filter((route) => route.channel === channel.name).map(routeOf),
    }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));

const routeOf = ({ channel: _, ...route }: ConfiguredRoute): RouteOnPage => route;
