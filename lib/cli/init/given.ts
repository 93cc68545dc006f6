import { configurationPath } from '../../places.mjs';
import type { SecretReference } from '../../config/connection-schema.ts';
import type { SetUpAnswers } from '../../set-up/answers.ts';
import { pathOfArgument } from '../backup-argument.ts';
import { usageError, type Arguments } from '../parse-arguments.ts';

/** What the options of `init` say; undefined: not given. */
export interface Given {
  url: string | undefined;
  name: string | undefined;
  key: string | undefined;
  environment: string | undefined;
  backups: string | undefined;
  ca: string | undefined;
  credentials: NonNullable<SetUpAnswers['credentials']> | undefined;
  /** The file to write; absolute. */
  file: string;
  /** Whether a dashboard that is started here finds it by itself. */
  isDefaultFile: boolean;
  yes: boolean;
}

/** Throws AppError invalid_input for options that don't belong together. */
export function givenAnswers(args: Arguments, environment: NodeJS.ProcessEnv, workingDirectory = process.cwd()): Given {
  const out = args.text('out');
  const file = configurationPath(environment, workingDirectory);
  const chosen = out === undefined ? file : pathOfArgument(out);
  return {
    url: args.text('url'),
    name: args.text('name'),
    key: args.text('key'),
    environment: args.text('environment'),
    backups: args.text('backups'),
    ca: args.text('ca'),
    credentials: credentialsOf(args),
    file: chosen,
    isDefaultFile: chosen === file,
    yes: args.flag('yes'),
  };
}

function credentialsOf(args: Arguments): Given['credentials'] {
  const username = args.text('username');
  const password = referenceOf(args, 'password');
  const apiKey = referenceOf(args, 'api-key');
  if (apiKey !== undefined) {
    if (username === undefined && password === undefined) return { apiKey };
    throw usageError('Either an API key or a user name with a password, not both.', 'init');
  }
  if (username === undefined && password === undefined) return undefined;
  if (username === undefined) throw usageError('A password needs --username NAME.', 'init');
  if (password === undefined)
    throw usageError('--username needs --password-env VARIABLE or --password-file FILE.', 'init');
  return { username, password };
}

function referenceOf(args: Arguments, what: 'password' | 'api-key'): SecretReference | undefined {
  const env = args.text(`${what}-env`);
  const file = args.text(`${what}-file`);
  if (env !== undefined && file !== undefined)
    throw usageError(`Either --${what}-env or --${what}-file, not both.`, 'init');
  return env !== undefined ? { env } : file !== undefined ? { file } : undefined;
}
