import type { BucketSettings } from '../buckets/bucket-settings.ts';
import type { IncidentKind, Severity } from '../contract/incident.ts';
import type { RepublishTemplate } from '../contract/republish.ts';
import type { ConnectionOptions } from '../elasticsearch/client/cluster.ts';
import type { ImportLimits } from '../importing/limits.ts';
import type { WatchSettings } from '../incidents/watch-settings.ts';
import type { Colour, RoleMembers, SignInSettings } from './schema.ts';

export interface ConfiguredCluster {
  readonly key: string;
  readonly name: string;
  readonly environment: string;
  readonly colour: Colour;
  /** Moving an alias needs a typed confirmation, and a second person if `approval` is set. */
  readonly protected: boolean;
  readonly approval: { readonly forMs: number } | null;
  readonly readOnly: boolean;
  /** The key of the cluster where restore drills of its backups run; null: on itself. */
  readonly drillCluster: string | null;
  readonly sensitive: boolean;
  /** The `source` of its backups' refs (lib/contract/backup-ref.ts). */
  readonly backupSource: string;
  /** How the bucket of its backups is reached; null: they are in a directory. Holds secrets. Not enumerable. */
  readonly bucket: BucketSettings | null;
  readonly overdueAfterMs: number;
  readonly roles: RoleMembers | null;
  /** https without a check of the certificate: every page says so. */
  readonly verificationOff: boolean;
  /** Captured traffic, and where it may be sent again; null: not configured. */
  readonly replay: ConfiguredReplay | null;
  /** Commands with which publishers send their documents again; shown, never executed. */
  readonly republish: readonly RepublishTemplate[];
  /** What is noticed on it by itself; null: nothing. */
  readonly watch: WatchSettings | null;
  /** Holds secrets. Not enumerable, so that it can't be serialised into a page. */
  readonly connection: ConnectionOptions;
  /** The configuration's other entries: several may name one cluster, or one backup directory. Not enumerable. */
  readonly others?: () => readonly ConfiguredCluster[];
}

export interface ConfiguredReplay {
  /** The folder of the captured files, absolute. */
  readonly captures: string;
  readonly targets: readonly ReplayTarget[];
}

/** An application, or a cluster, that captured requests are sent to. */
export interface ReplayTarget {
  readonly name: string;
  /** `http(s)://host:port`, without a path. */
  readonly url: string;
  /** A path on it, such as /_status; null: it can't be asked what is left to do. */
  readonly queueStatus: string | null;
  /** Aliases that it writes to; null: any. */
  readonly indices: readonly string[] | null;
  /** Holds secrets. Not enumerable. */
  readonly connection: {
    /** Value of the Authorization header. */
    readonly authorization: string | null;
    readonly tls: NonNullable<ConnectionOptions['tls']> | null;
  };
}

export interface Configuration {
  /** null: built from ELASTICSEARCH_URL alone. */
  readonly file: string | null;
  readonly listen: { readonly host: string; readonly port: number };
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly dataDirectory: string;
  readonly parallelJobs: number;
  readonly import: ImportLimits;
  readonly auditLog: AuditLogRetention;
  readonly signIn: SignInSettings;
  readonly roles: RoleMembers | null;
  /** Who may read /metrics: who has the token, programs of this machine; null: these where there is no sign-in, else nobody. */
  readonly metrics: 'token' | 'local' | null;
  readonly clusters: readonly ConfiguredCluster[];
  readonly notifications: {
    readonly channels: readonly ConfiguredChannel[];
    readonly routes: readonly ConfiguredRoute[];
  };
  /** Not enumerable. */
  readonly secrets: {
    readonly sessionKey: string | null;
    readonly clientSecret: string | null;
    readonly proxySecret: string | null;
    readonly metricsToken: string | null;
  };
}

/** How long lines of the audit log are kept, and from which size pages warn. */
export interface AuditLogRetention {
  readonly keepMs: number;
  readonly keepRefusedMs: number;
  readonly warnAtBytes: number;
  readonly warnFreeBytes: number;
}

/** Where messages are sent. `privateNetwork`: addresses of private networks and of this machine are reached. */
export type ConfiguredChannel = {
  readonly name: string;
  readonly privateNetwork: boolean;
} & (
  | {
      readonly kind: 'webhook' | 'slack' | 'teams' | 'heartbeat';
      /** Of its address, with the port. */
      readonly host: string;
      /** Holds secrets. Not enumerable. */
      readonly access: HttpAccess;
    }
  | {
      readonly kind: 'email';
      readonly from: string;
      readonly to: readonly string[];
      /** The name of the mail server. */
      readonly server: string;
      /** Holds secrets. Not enumerable. */
      readonly access: MailAccess;
    }
);
export type HttpChannel = Extract<ConfiguredChannel, { host: string }>;
export type MailChannel = Extract<ConfiguredChannel, { kind: 'email' }>;

export interface HttpAccess {
  readonly url: string;
  /** Signs what is sent; null: not signed. */
  readonly secret: string | null;
  /** Certificates in PEM form; null: those of the system. */
  readonly ca: string | null;
}

/** `required`: TLS from the first byte. `starttls`: upgraded before anything is sent. */
export type TlsMode = 'required' | 'starttls' | 'off';

export interface MailAccess {
  readonly host: string;
  readonly port: number;
  readonly tls: TlsMode;
  /** Certificates in PEM form; null: those of the system. */
  readonly ca: string | null;
  readonly auth: { readonly username: string; readonly password: string } | null;
}

/** What is sent by a channel. `clusters`: keys; null: all. */
export type ConfiguredRoute = { readonly channel: string; readonly clusters: readonly string[] | null } & (
  | {
      readonly of: 'incidents';
      /** The least. */
      readonly severity: Severity;
      /** null: all. */
      readonly kinds: readonly IncidentKind[] | null;
      /** How far apart reminders are; null: there are none. */
      readonly remindMs: number | null;
    }
  | {
      readonly of: 'runs';
      /** Names of schedules; null: all. */
      readonly schedules: readonly string[] | null;
    }
);
export type RunRoute = Extract<ConfiguredRoute, { of: 'runs' }>;
