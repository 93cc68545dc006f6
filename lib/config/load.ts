import { readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import { credentialsIn } from '../elasticsearch/client/url-credentials.ts';
import { AppError } from '../errors.ts';
import { CONFIGURATION_FILE, configurationFile, configurationPath, defaultBackups } from '../places.mjs';
import { buildConfiguration } from './build-configuration.ts';
import type { Configuration } from './configuration.ts';
import { configurationError } from './secrets.ts';

/**
 * Where the configuration was looked for, if there is none at all: no such file, and no ELASTICSEARCH_URL. null: there is one,
 * right or wrong, or it can't be known.
 */
export function missingConfiguration(
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): string | null {
  if (environment.ELASTICSEARCH_URL) return null;
  const file = configurationPath(environment, workingDirectory);
  try {
    statSync(/* turbopackIgnore: true */ file);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? file : null;
  }
}

/** Reads and checks the whole configuration. Throws AppError invalid_input: one sentence with the path of the key. */
export function loadConfiguration(
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): Configuration {
  const file = configurationFile(environment, workingDirectory);
  if (file !== null) return fromFile(file, environment);
  if (environment.ELASTICSEARCH_URL)
    return fromEnvironment(environment.ELASTICSEARCH_URL, environment, workingDirectory);
  throw new AppError(
    'invalid_input',
    `No cluster is configured: there is no ${CONFIGURATION_FILE} in ${workingDirectory}, and ELASTICSEARCH_URL is not set.`,
    {
      hint: '`restore-desk init` writes one; or set ELASTICSEARCH_URL. See docs/configuration.md.',
    },
  );
}

/**
 * As `loadConfiguration`, from the file alone; null: there is none. For command lines, whose arguments name the
 * cluster: ELASTICSEARCH_URL is ignored.
 */
export function loadConfigurationFile(
  environment: NodeJS.ProcessEnv = process.env,
  workingDirectory = process.cwd(),
): Configuration | null {
  if (configurationFile(environment, workingDirectory) === null) return null;
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
  return buildConfiguration(document.toJS() as unknown, file, dirname(file), environment);
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

/** One cluster from the environment alone, for a first try and for containers. */
function fromEnvironment(address: string, environment: NodeJS.ProcessEnv, workingDirectory: string): Configuration {
  const url = URL.parse(address);
  if (!url || !/^https?:$/.test(url.protocol))
    throw configurationError('ELASTICSEARCH_URL', 'An address like http://127.0.0.1:9200 is needed.');
  const urlCredentials = credentialsIn(url);
  const username = urlCredentials.username || environment.ELASTICSEARCH_USERNAME;
  const password = urlCredentials.password || environment.ELASTICSEARCH_PASSWORD;
  const apiKey = environment.ELASTICSEARCH_API_KEY;
  url.username = '';
  url.password = '';
  const variables = { ...environment, ...(password ? { ELASTICSEARCH_PASSWORD: password } : {}) };
  const credentials = apiKey
    ? { apiKey: { env: 'ELASTICSEARCH_API_KEY' } }
    : username && password
      ? { username, password: { env: 'ELASTICSEARCH_PASSWORD' } }
      : undefined;
  const port = environment.PORT ? Number(environment.PORT) : undefined;
  const settings = {
    ...(port ? { listen: { port } } : {}),
    clusters: {
      [environment.RESTORE_DESK_CLUSTER || 'elasticsearch']: {
        name: environment.RESTORE_DESK_NAME || url.host,
        environment: environment.RESTORE_DESK_ENVIRONMENT || 'unnamed',
        url: url.href.replace(/\/$/, ''),
        backups: defaultBackups(environment),
        ...(credentials ? { credentials } : {}),
        ...(environment.ELASTICSEARCH_CA ? { tls: { ca: environment.ELASTICSEARCH_CA } } : {}),
      },
    },
  };
  return buildConfiguration(settings, null, workingDirectory, variables);
}
