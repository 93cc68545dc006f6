import { readFileSync, statSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import { loadConfigurationFile } from '../config/load.ts';
import type { ConfiguredCluster } from '../config/configuration.ts';
import { registerBasicCredentials, registerSecret } from '../config/redact.ts';
import { AppError } from '../errors.ts';
import type { ConnectionOptions } from '../elasticsearch/client/cluster.ts';
import { credentialsIn } from '../elasticsearch/client/url-credentials.ts';
import { usageError, type Arguments } from './parse-arguments.ts';

export interface CommandLineConnection {
  connection: ConnectionOptions;
  /** The cluster of the configuration with this address or key; null: none. */
  configured: ConfiguredCluster | null;
  warnings: string[];
}

type Auth = NonNullable<ConnectionOptions['auth']>;

/**
 * The address with credentials from, in this order: the address, a file, the environment, the configuration. `beside`: of another cluster
 * than the one that the command is about; the file and the environment have the credentials of that one, which are not sent elsewhere.
 */
export function connectionOf(
  addressOrKey: string,
  args: Arguments,
  environment: NodeJS.ProcessEnv,
  { beside = false }: { beside?: boolean } = {},
): CommandLineConnection {
  const warnings: string[] = [];
  const { address, configured } = addressOf(addressOrKey, args, loadConfigurationFile(environment)?.clusters ?? []);
  const auth =
    takeCredentials(address, warnings) ??
    (beside ? undefined : givenCredentials(args, environment, warnings)) ??
    configured?.connection.auth;
  if (auth) registerSecretsOf(auth);
  const argumentTls = tlsOf(address, args, environment, beside);
  // Arguments set the authority, or skip the check; the configuration's client certificate is still used.
  const tls = argumentTls ? { ...configured?.connection.tls, ...argumentTls } : configured?.connection.tls;
  if (tls && !tls.verify)
    warnings.push('The certificate is not checked: anybody on the network path could read and change what is sent.');
  const requestTimeoutMs = configured?.connection.requestTimeoutMs;
  return {
    connection: {
      url: address.href.replace(/\/+$/, ''),
      ...(auth ? { auth } : {}),
      ...(tls ? { tls } : {}),
      ...(requestTimeoutMs ? { requestTimeoutMs } : {}),
    },
    configured,
    warnings,
  };
}

const givenCredentials = (args: Arguments, environment: NodeJS.ProcessEnv, warnings: string[]): Auth | undefined =>
  fromFile(args.text('credentials') ?? environment['RESTORE_DESK_CREDENTIALS'], warnings) ??
  fromEnvironment(environment);

/** The address of a URL (possibly with credentials) or of a configured cluster's key. Throws invalid_input. */
function addressOf(
  addressOrKey: string,
  args: Arguments,
  clusters: readonly ConfiguredCluster[],
): { address: URL; configured: ConfiguredCluster | null } {
  const url = URL.parse(/^[a-z]+:\/\//i.test(addressOrKey) ? addressOrKey : '');
  if (url && !/^https?:$/.test(url.protocol))
    throw usageError(
      `${url.protocol}// is not an address of a cluster.`,
      args.verb.name,
      'It starts with http:// or https://.',
    );
  if (url) {
    const normalised = normalisedAddress(url.href);
    return {
      address: url,
      configured: clusters.find(({ connection }) => normalisedAddress(connection.url) === normalised) ?? null,
    };
  }
  const configured = clusters.find(({ key }) => key === addressOrKey);
  if (configured) return { address: new URL(configured.connection.url), configured };
  const keys = clusters.map(({ key }) => key).join(', ');
  throw usageError(
    `“${addressOrKey.replace(/[^/]*@/, '[hidden]@')}” is not an address.`,
    args.verb.name,
    `Write it like http://127.0.0.1:9200${clusters.length === 0 ? '' : `, or one of ${keys}`}.`,
  );
}

/** Returns the credentials in an address, and removes them from it. */
function takeCredentials(address: URL, warnings: string[]): Auth | undefined {
  const found = address.username === '' ? undefined : credentialsIn(address);
  if (found)
    warnings.push(
      'The password is in the address, where other users of this machine can see it. ' +
        'Better: ELASTICSEARCH_USERNAME and ELASTICSEARCH_PASSWORD, or --credentials FILE.',
    );
  address.username = '';
  address.password = '';
  return found;
}

const normalisedAddress = (url: string): string | null => {
  const parsed = URL.parse(url);
  return parsed && `${parsed.origin}${parsed.pathname.replace(/\/+$/, '')}`;
};

function registerSecretsOf(auth: Auth): void {
  if ('apiKey' in auth) registerSecret(auth.apiKey);
  else registerBasicCredentials(auth.username, auth.password);
}

function fromEnvironment(environment: NodeJS.ProcessEnv): Auth | undefined {
  const {
    ELASTICSEARCH_API_KEY: apiKey,
    ELASTICSEARCH_USERNAME: username,
    ELASTICSEARCH_PASSWORD: password,
  } = environment;
  if (apiKey) return { apiKey };
  if (username && password) return { username, password };
  if (password && !username)
    throw new AppError('invalid_input', 'ELASTICSEARCH_PASSWORD is set, ELASTICSEARCH_USERNAME is not.', {
      hint: 'Set both, or ELASTICSEARCH_API_KEY.',
    });
  return undefined;
}

const credentials = z.union([
  z.strictObject({ username: z.string().min(1), password: z.string().min(1) }),
  z.strictObject({ apiKey: z.string().min(1) }),
]);

function fromFile(file: string | undefined, warnings: string[]): Auth | undefined {
  if (!file) return undefined;
  const fileError = (message: string) =>
    new AppError('invalid_input', `${file}: ${message}`, {
      hint: 'It holds {"username": "…", "password": "…"}, {"apiKey": "…"}, or one line user:password.',
    });
  let text: string;
  try {
    text = readFileSync(file, 'utf8').trim();
    if ((statSync(file).mode & 0o077) !== 0)
      warnings.push(`Other users of this machine can read ${file}: chmod 600 ${file}`);
  } catch (error) {
    throw fileError(`it can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`);
  }
  const line = /^([^\s:{}"]+):(\S.*)$/.exec(text);
  if (line && !text.includes('\n')) return { username: line[1]!, password: line[2]! };
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    throw fileError('it is not readable.');
  }
  const parsed = credentials.safeParse(value);
  // Not the parser's message: it quotes the file.
  if (!parsed.success) throw fileError('it holds no credentials.');
  return parsed.data;
}

/** `beside`: what is given for the command's own cluster may not fit an http address. */
function tlsOf(
  address: URL,
  args: Arguments,
  environment: NodeJS.ProcessEnv,
  beside: boolean,
): ConnectionOptions['tls'] | undefined {
  const file = args.text('ca') ?? environment['ELASTICSEARCH_CA'];
  const skipsCheck = args.flag('no-certificate-check');
  if (!file && !skipsCheck) return undefined;
  if (address.protocol !== 'https:') {
    if (beside || (args.text('ca') === undefined && !skipsCheck)) return undefined;
    throw usageError(`--${skipsCheck ? 'no-certificate-check' : 'ca'} needs an https address.`, args.verb.name);
  }
  try {
    return { ...(file ? { ca: readFileSync(file, 'utf8') } : {}), verify: !skipsCheck };
  } catch (error) {
    throw usageError(
      `The certificate file ${file!} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
      args.verb.name,
    );
  }
}
