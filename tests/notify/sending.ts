import type { Configuration, ConfiguredChannel, ConfiguredRoute } from '../../lib/config/configuration.ts';
import type { Incident } from '../../lib/contract/incident.ts';
import { SQL } from '../../lib/jobs/store/database.ts';
import type { JobStore } from '../../lib/jobs/store/job-store.ts';
import { addMessages } from '../../lib/notify/add-messages.ts';
import { anIncident } from '../support/an-incident.ts';
import { configuredCluster } from '../support/configured-cluster.ts';

export type Sent = Pick<Configuration, 'clusters' | 'notifications' | 'publicUrl'>;

export const channelTo = (url: string, name = 'hook', over: Partial<ConfiguredChannel> = {}): ConfiguredChannel =>
  ({
    name,
    kind: 'webhook',
    privateNetwork: true,
    host: new URL(url).host,
    access: { url, secret: null, ca: null },
    ...over,
  }) as ConfiguredChannel;

/** Every incident by every channel, without reminders, and every run by every heartbeat. */
export const notified = (channels: readonly ConfiguredChannel[]): Sent => ({
  clusters: [configuredCluster('/nowhere')],
  publicUrl: 'https://desk.example.org',
  notifications: {
    channels,
    routes: channels.map(({ kind, name }): ConfiguredRoute =>
      kind === 'heartbeat'
        ? { of: 'runs', channel: name, clusters: null, schedules: null }
        : { of: 'incidents', channel: name, clusters: null, severity: 'warning', kinds: null, remindMs: null },
    ),
  },
});

/** Adds a confirmed incident to the store, and returns its id. */
export function insertIncident(store: JobStore, over: Partial<Incident> = {}): string {
  const { began, cluster, facts, noticedAt, severity, subject } = anIncident(over);
  return String(
    store.transact(
      () =>
        store[SQL].prepare(
          `INSERT INTO incidents (cluster, kind, subject, severity, facts, began_at, began_after, noticed_at, confirmed_at, seen_ms)
             VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0)`,
        ).run(
          cluster,
          facts.kind,
          subject,
          severity,
          JSON.stringify(facts),
          began.at,
          began.after,
          noticedAt,
          noticedAt,
        ).lastInsertRowid,
    ),
  );
}

export const endIncident = (store: JobStore, id: string, at = new Date().toISOString()): void =>
  store.transact(() => {
    store[SQL].prepare(`UPDATE incidents SET ended_at = ?, ended_after = ?, ended_by = 'itself' WHERE id = ?`).run(
      at,
      at,
      Number(id),
    );
  });

/** Adds the messages that are due, as after a look at the cluster. */
export const look = (store: JobStore, configuration: Sent, now = Date.now()): void =>
  addMessages(store, configuration, 'production', now);
