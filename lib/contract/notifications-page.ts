import type { IncidentKind, Severity } from './incident.ts';

export const CHANNEL_KINDS = ['webhook', 'slack', 'teams', 'email', 'heartbeat'] as const;
export type ChannelKind = (typeof CHANNEL_KINDS)[number];

/** A channel as a page shows it: without secrets. */
export interface ChannelOnPage {
  name: string;
  kind: ChannelKind;
  /** The host of its address; of e-mail the recipients. */
  to: readonly string[];
  /** Of e-mail the mail server; null: another kind. */
  by: string | null;
  privateNetwork: boolean;
  /** What is sent by it; empty: nothing but tests. */
  routes: readonly RouteOnPage[];
}

export type RouteOnPage =
  | {
      of: 'incidents';
      /** The least. */
      severity: Severity;
      /** Keys; null: all clusters. */
      clusters: readonly string[] | null;
      /** null: all kinds. */
      kinds: readonly IncidentKind[] | null;
      /** null: no reminders. */
      remindMs: number | null;
    }
  | {
      of: 'runs';
      clusters: readonly string[] | null;
      /** Names; null: all schedules. */
      schedules: readonly string[] | null;
    };
