import type { ChannelOnPage } from '../contract/notifications-page.ts';

/** The channels of the configuration that tell something of these clusters, or of none. Without secrets. */
export function channelsForPage(_clusters: readonly string[]): ChannelOnPage[] {
  return [];
}
