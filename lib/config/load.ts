import { existsSync, readFileSync } from 'node:fs';
import { folderSource } from '../contract/backup-ref.ts';
import { dirname, resolve } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { ConnectionOptions } from '../elasticsearch/client/cluster.ts';
import { credentialsIn } from '../elasticsearch/client/url-credentials.ts';
import { AppError } from '../errors.ts';
import { samePerson } from '../contract/person.ts';
import { explainIssues } from './explain.ts';
import { noteBasic } from './redact.ts';
import { certificates } from './certificates.ts';
import {
  configurationFile,
  type ClusterSettings,
  type Colour,
  type ConfigurationFile,
  type RoleMembers,
  type SignInSettings,
} from './schema.ts';
import { configurationError, resolveSecret } from './secrets.ts';

export interface ConfiguredCluster {
  readonly key: string;
  readonly name: string;
  readonly environment: string;
  readonly colour: Colour;
  /** Typed confirmation for a switch; with `approval` also the yes of a second person. */
  readonly protected: boolean;
  readonly approval: { readonly forMs: number } | null;
  readonly readOnly: boolean;
  readonly sensitive: boolean;
  /** The `source` of its backups' refs (lib/contract/backup-ref.ts). */
  readonly backupSource: string;
  readonly overdueAfterMs: number;
  readonly roles: RoleMembers | null;
  /** https without a look at the certificate: said on every page. */
  readonly verificationOff: boolean;
  /** Holds secrets. Not enumerable, so that it can't be serialised into a page by accident. */
  readonly connection: ConnectionOptions;
  /** The other entries of the same configuration: several may name one cluster, or one backup directory. Not enumerable. */
  readonly others?: () => readonly ConfiguredCluster[];
}

export interface Configuration {
  /** null: made from ELASTICSEARCH_URL alone. */
  readonly file: string | null;
  readonly listen: { readonly host: string; readonly port: number };
  readonly publicUrl: string | null;
  readonly trustedProxies: readonly string[];
  readonly dataDirectory: string;
  readonly parallelJobs: number;
  readonly auditLog: AuditLogTerms;
  readonly signIn: SignInSettings;
  readonly roles: RoleMembers | null;
  readonly clusters: readonly ConfiguredCluster[];
  /** Resolved once; not enumerable. */
  readonly secrets: {
    readonly sessionKey: string | null;
    readonly clientSecret: string | null;
    readonly proxySecret: string | null;
  };
}

/** How long lines of the audit log are kept, and from where on people are warned of its size. */
export interface AuditLogTerms {
  readonly keepMs: number;
  readonly keepRefusedMs: number;
  readonly warnAtBytes: number;
  readonly warnFreeBytes: number;
}

const DEFAULT_FILE = 'restore-desk.yaml';

/** Reads and checks everything at once. Throws AppError invalid_input: one sentence with the path of the key. */
export function loadConfiguration(
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): Configuration {
  // An empty variable is one that is not set, here and below: it is how a container or a script leaves one out.
  const named = environment.RESTORE_DESK_CONFIG;
  const file = resolve(workingDirectory, named || DEFAULT_FILE);
  if (hasFile(environment, workingDirectory)) return fromFile(file, environment);
  if (environment.ELASTICSEARCH_URL)
    return fromEnvironment(environment.ELASTICSEARCH_URL, environment, workingDirectory);
  throw new AppError(
    'invalid_input',
    `No cluster is configured: there is no ${DEFAULT_FILE} in ${workingDirectory}, and ELASTICSEARCH_URL is not set.`,
    {
      hint: 'Copy restore-desk.example.yaml to restore-desk.yaml, or set ELASTICSEARCH_URL. See docs/configuration.md.',
    },
  );
}

const hasFile = (environment: NodeJS.ProcessEnv, workingDirectory: string): boolean =>
  Boolean(environment.RESTORE_DESK_CONFIG) ||
  existsSync(/* turbopackIgnore: true */ resolve(workingDirectory, DEFAULT_FILE));

/**
 * As `loadConfiguration`, from the file alone; null: there is none. A command line names its cluster itself, so
 * ELASTICSEARCH_URL is not read.
 */
export function loadConfigurationFile(
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): Configuration | null {
  if (!hasFile(environment, workingDirectory)) return null;
  const { ELASTICSEARCH_URL: _, ...rest } = environment;
  return loadConfiguration(rest as NodeJS.ProcessEnv, workingDirectory);
}

function fromFile(file: string, environment: NodeJS.ProcessEnv): Configuration {
  const text = readConfigurationFile(file);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const problem = document.errors[0];
  if (problem) {
    const at = lines.linePos(problem.pos[0]);
    throw new AppError(
      'invalid_input',
      `${file}, line ${at.line}, column ${at.col}: Not readable as YAML (${problem.code.toLowerCase().replaceAll('_', ' ')}).`,
      { hint: 'See docs/configuration.md.' },
    );
  }
  return build(document.toJS() as unknown, file, dirname(file), environment);
}

function readConfigurationFile(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new AppError(
      'invalid_input',
      `The configuration ${file} can't be read (${(cause as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      {
        hint: 'RESTORE_DESK_CONFIG names the file; without it, restore-desk.yaml in the working directory is read.',
        cause,
      },
    );
  }
}

/** One cluster, from the environment alone: what a first try and a container need. */
function fromEnvironment(address: string, environment: NodeJS.ProcessEnv, workingDirectory: string): Configuration {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol))
    throw configurationError('ELASTICSEARCH_URL', 'An address like http://127.0.0.1:9200 is needed.');
  const inUrl = credentialsIn(url);
  const username = inUrl.username || environment.ELASTICSEARCH_USERNAME;
  const password = inUrl.password || environment.ELASTICSEARCH_PASSWORD;
  const apiKey = environment.ELASTICSEARCH_API_KEY;
  url.username = '';
  url.password = '';
  const given = { ...environment, ...(password ? { ELASTICSEARCH_PASSWORD: password } : {}) };
  const credentials = apiKey
    ? { apiKey: { env: 'ELASTICSEARCH_API_KEY' } }
    : username && password
      ? { username, password: { env: 'ELASTICSEARCH_PASSWORD' } }
      : undefined;
  const port = environment.PORT ? Number(environment.PORT) : undefined;
  const values = {
    data: environment.RESTORE_DESK_DATA || 'data',
    ...(port ? { listen: { port } } : {}),
    clusters: {
      [environment.RESTORE_DESK_CLUSTER || 'elasticsearch']: {
        name: environment.RESTORE_DESK_NAME || url.host,
        environment: environment.RESTORE_DESK_ENVIRONMENT || 'unnamed',
        url: url.href.replace(/\/$/, ''),
        backups: environment.RESTORE_DESK_BACKUPS || 'backups',
        ...(credentials ? { credentials } : {}),
        ...(environment.ELASTICSEARCH_CA ? { tls: { ca: environment.ELASTICSEARCH_CA } } : {}),
      },
    },
  };
  return build(values, null, workingDirectory, given);
}

function build(values: unknown, file: string | null, directory: string, environment: NodeJS.ProcessEnv): Configuration {
  const parsed = configurationFile.safeParse(values, { reportInput: true });
  if (!parsed.success) {
    const sentences = explainIssues(parsed.error.issues, configurationFile);
    throw new AppError('invalid_input', sentences[0] ?? 'The configuration is not readable.', {
      hint:
        sentences.length > 1
          ? `${sentences.length - 1} more after it. See docs/configuration.md.`
          : 'See docs/configuration.md.',
      details: { problems: sentences, file },
    });
  }
  const settings = parsed.data;
  const at = (path: string) => resolve(directory, path);
  checkSignIn(settings);
  const configuration = {
    file,
    listen: settings.listen,
    publicUrl: settings.publicUrl?.replace(/\/+$/, '') ?? null,
    trustedProxies: settings.trustedProxies,
    dataDirectory: at(environment.RESTORE_DESK_DATA || settings.data),
    parallelJobs: settings.parallelJobs,
    auditLog: {
      keepMs: settings.auditLog.keep,
      keepRefusedMs: settings.auditLog.keepRefused,
      warnAtBytes: settings.auditLog.warnAt,
      warnFreeBytes: settings.auditLog.warnFree,
    },
    signIn:
      settings.signIn.kind === 'local' && settings.signIn.users
        ? { ...settings.signIn, users: at(settings.signIn.users) }
        : settings.signIn,
    roles: settings.roles ?? null,
    clusters: knowingEachOther(
      Object.entries(settings.clusters).map(([key, cluster]) => configuredCluster(key, cluster, environment, at)),
    ),
  };
  const secret = (reference: Parameters<typeof resolveSecret>[0] | undefined, path: string, least = 1) => {
    const found = reference ? resolveSecret(reference, path, environment, at) : null;
    if (found !== null && found.length < least)
      throw configurationError(
        path,
        `The secret is too short to be one: at least ${least} characters, made by chance (openssl rand -base64 32).`,
      );
    return found;
  };
  const { signIn } = settings;
  return withHidden(configuration, 'secrets', {
    sessionKey: secret(settings.sessionKey, 'sessionKey', 32),
    clientSecret: signIn.kind === 'openid-connect' ? secret(signIn.clientSecret, 'signIn.clientSecret') : null,
    proxySecret:
      signIn.kind !== 'proxy'
        ? null
        : 'secret' in signIn.proof
          ? secret(signIn.proof.secret, 'signIn.proof.secret', 16)
          : secret(signIn.proof.tokenKey, 'signIn.proof.tokenKey', 32),
  });
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);
export const isLoopbackHost = (host: string): boolean => LOOPBACK.has(host.replace(/^\[|\]$/g, ''));

function checkSignIn({ signIn, listen, roles, clusters, publicUrl }: ConfigurationFile): void {
  if (signIn.kind === 'none' && !isLoopbackHost(listen.host)) {
    throw configurationError(
      'listen.host',
      `Without a sign-in Restore Desk listens on 127.0.0.1 only, not on ${listen.host}; configure \`signIn\` to open it to others.`,
    );
  }
  if (signIn.kind === 'none') {
    const closed = Object.entries(clusters).find(([, cluster]) => isClosedToLocal(cluster.roles ?? roles));
    if (closed)
      throw configurationError(
        `clusters.${closed[0]}.roles`,
        'Without a sign-in nobody is in a group, and nobody could open this cluster: configure `signIn`, or leave `roles` out.',
      );
  }
  if (signIn.kind === 'openid-connect') {
    if (!publicUrl)
      throw configurationError(
        'publicUrl',
        'OpenID Connect needs the address people type, for the way back from the provider.',
      );
    if (signIn.issuer.startsWith('http:') && !signIn.allowHttp)
      throw configurationError(
        'signIn.issuer',
        'The provider must be reached by https; `allowHttp: true` is the exception for a test.',
      );
  }
  if (signIn.kind === 'openid-connect' || signIn.kind === 'proxy') {
    const nobody = Object.entries(clusters).find(([, cluster]) => !roles && !cluster.roles);
    if (nobody)
      throw configurationError(
        `clusters.${nobody[0]}.roles`,
        'Say which groups have which role, here or under `roles` for all clusters: nobody could open this cluster.',
      );
  }
}

const environmentColour = (environment: string): Colour =>
  /^prod/i.test(environment) ? 'red' : /^(stag|pre|accept|integration)/i.test(environment) ? 'amber' : 'blue';

/** Whoever is at this machine is called "local", and has no groups. */
const isClosedToLocal = (members: RoleMembers | undefined): boolean =>
  members !== undefined &&
  !Object.values(members)
    .flat()
    .some((member) => member === '*' || (member.startsWith('user:') && samePerson(member.slice(5), 'local')));

function configuredCluster(
  key: string,
  settings: ClusterSettings,
  environment: NodeJS.ProcessEnv,
  at: (path: string) => string,
): ConfiguredCluster {
  const path = `clusters.${key}`;
  const { tls, credentials } = settings;
  if (tls && settings.url.startsWith('http:'))
    throw configurationError(`${path}.tls`, 'The address says http; `tls` needs an https address.');
  const cluster = {
    key,
    name: settings.name ?? key,
    environment: settings.environment,
    colour: settings.colour ?? environmentColour(settings.environment),
    protected: settings.protected !== null,
    approval: settings.protected?.approval ? { forMs: settings.protected.approvalFor } : null,
    readOnly: settings.readOnly,
    sensitive: settings.sensitive,
    backupSource: folderSource(at(settings.backups)),
    overdueAfterMs: settings.overdueAfter,
    roles: settings.roles ?? null,
    verificationOff: tls?.verification === 'off',
  };
  const connection: ConnectionOptions = {
    url: settings.url.replace(/\/+$/, ''),
    ...(credentials ? { auth: authentication(credentials, path, environment, at) } : {}),
    ...(tls ? { tls: certificates(tls, `${path}.tls`, at) } : {}),
    ...(settings.requestTimeout ? { requestTimeoutMs: settings.requestTimeout } : {}),
  };
  return withHidden(cluster, 'connection', connection);
}

const knowingEachOther = (clusters: readonly ConfiguredCluster[]): readonly ConfiguredCluster[] =>
  clusters.map((cluster) => withHidden(cluster, 'others', () => clusters.filter(({ key }) => key !== cluster.key)));

function authentication(
  credentials: NonNullable<ClusterSettings['credentials']>,
  path: string,
  environment: NodeJS.ProcessEnv,
  at: (path: string) => string,
): NonNullable<ConnectionOptions['auth']> {
  if ('apiKey' in credentials)
    return { apiKey: resolveSecret(credentials.apiKey, `${path}.credentials.apiKey`, environment, at) };
  const password = resolveSecret(credentials.password, `${path}.credentials.password`, environment, at);
  noteBasic(credentials.username, password);
  return { username: credentials.username, password };
}

function withHidden<T extends object, K extends string, V>(value: T, key: K, hidden: V): T & Record<K, V> {
  return Object.defineProperty(value, key, { value: hidden, enumerable: false }) as T & Record<K, V>;
}
