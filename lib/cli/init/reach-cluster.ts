import { z } from 'zod';
import type { SecretReference } from '../../config/connection-schema.ts';
import type { ClusterIdentity } from '../../contract/cluster.ts';
import { addressOf } from '../../set-up/address.ts';
import { checked } from '../../set-up/checked.ts';
import { secretReferenceOf } from '../../set-up/secret-reference.ts';
import {
  asksForCredentials,
  identitySentence,
  tryCluster,
  type ClusterAnswer,
  type ConnectionAnswers,
  type Resolving,
} from '../../set-up/try-cluster.ts';
import { answer, printUnaccepted, type Dialogue } from './dialogue.ts';
import type { Given } from './given.ts';

export interface Reached extends ConnectionAnswers {
  /** null: it does not answer now, or its credentials are not here, and `--yes` accepts that. */
  identity: ClusterIdentity | null;
}

export interface Reaching extends Resolving {
  dialogue: Dialogue;
  /** A path of this command line as the configuration has it. */
  pathInFile: (path: string) => string;
}

const FIRST_ADDRESS = 'http://127.0.0.1:9200';
const FIRST_VARIABLES = { password: 'ELASTICSEARCH_PASSWORD', 'api-key': 'ELASTICSEARCH_API_KEY' } as const;

/** Address, authority and credentials of a cluster that answers with them. Throws AppError: see `answer`. */
export const reachCluster = (given: Given, reaching: Reaching): Promise<Reached> =>
  answer(
    {
      option: '--url URL',
      given: given.url,
      question: 'Address of the cluster',
      initial: FIRST_ADDRESS,
      mayBeLeftOut: false,
      accept: async (text) => {
        const answers = {
          url: addressOf(text, given.ca ?? null),
          ca: given.ca === undefined ? null : reaching.pathInFile(given.ca),
          credentials: given.credentials === undefined ? null : withPathInFile(given.credentials, reaching),
        };
        return settle(answers, await attempt(answers, reaching), reaching);
      },
    },
    reaching.dialogue,
  );

type Attempt = ClusterAnswer | { kind: 'not tried' };

/** With `--yes` credentials that are not set yet are left out of the try. */
async function attempt(answers: ConnectionAnswers, { dialogue, ...resolving }: Reaching): Promise<Attempt> {
  const variable = unsetVariable(answers.credentials, resolving.environment);
  if (variable === null || !dialogue.yes) return tryCluster(answers, resolving, dialogue.signal);
  dialogue.warn(`${variable} is not set here: the credentials were not tried.`);
  const without = await tryCluster({ ...answers, credentials: null }, resolving, dialogue.signal);
  return without.kind === 'asks for credentials' ? { kind: 'not tried' } : without;
}

/** The environment variable of these credentials, if it is not set; else null. */
export function unsetVariable(
  credentials: ConnectionAnswers['credentials'],
  environment: NodeJS.ProcessEnv,
): string | null {
  if (credentials === null) return null;
  const reference = 'apiKey' in credentials ? credentials.apiKey : credentials.password;
  return 'env' in reference && !environment[reference.env] ? reference.env : null;
}

async function settle(answers: ConnectionAnswers, result: Attempt, reaching: Reaching): Promise<Reached> {
  const { dialogue } = reaching;
  switch (result.kind) {
    case 'answered':
      dialogue.print(`  ${identitySentence(result.identity)}`);
      return { ...answers, identity: result.identity };
    case 'not tried':
      return { ...answers, identity: null };
    case 'asks for credentials':
      if (dialogue.questions === null) throw asksForCredentials(answers.url, CREDENTIALS_HINT);
      return askCredentials(answers, reaching);
    case 'unknown authority':
      if (dialogue.questions === null || answers.ca !== null) throw result.failure;
      printUnaccepted(result.failure, (sentence) => dialogue.print(sentence));
      return askAuthority(answers, reaching);
    case 'failed':
      if (!dialogue.yes || !result.mayPass) throw result.failure;
      dialogue.warn(result.failure.message);
      return { ...answers, identity: null };
  }
}

const CREDENTIALS_HINT =
  'Give --username NAME with --password-env VARIABLE or --password-file FILE, or --api-key-env or --api-key-file.';

const askAuthority = (answers: ConnectionAnswers, reaching: Reaching): Promise<Reached> =>
  answer(
    {
      option: '--ca FILE',
      given: undefined,
      question: 'PEM file of its certificate authority',
      initial: '',
      mayBeLeftOut: false,
      accept: async (text) => {
        const withAuthority = { ...answers, ca: reaching.pathInFile(text) };
        return settle(withAuthority, await attempt(withAuthority, reaching), reaching);
      },
    },
    reaching.dialogue,
  );

async function askCredentials(answers: ConnectionAnswers, reaching: Reaching): Promise<Reached> {
  const { dialogue } = reaching;
  dialogue.print('  It asks for credentials.');
  for (;;) {
    const withCredentials = { ...answers, credentials: await askReference(reaching) };
    try {
      return await settle(withCredentials, await attempt(withCredentials, reaching), reaching);
    } catch (error) {
      printUnaccepted(error, (sentence) => dialogue.print(sentence));
    }
  }
}

async function askReference({
  dialogue,
  pathInFile,
}: Reaching): Promise<NonNullable<ConnectionAnswers['credentials']>> {
  const ask = <T>(question: string, initial: string, accept: (text: string) => T) =>
    answer({ option: '--username NAME', given: undefined, question, initial, mayBeLeftOut: false, accept }, dialogue);
  const kind = await ask('Sign in with a password or an api-key', 'password', (text) =>
    checked(z.enum(['password', 'api-key'], 'password or api-key.'), text, 'An answer'),
  );
  const username = kind === 'password' ? await ask('User name', '', (text) => text) : null;
  const secret = await ask(
    `Environment variable that has the ${kind}, or the file that has it (./NAME, /PATH/NAME)`,
    FIRST_VARIABLES[kind],
    (text) => secretReferenceOf(text, pathInFile),
  );
  return username === null ? { apiKey: secret } : { username, password: secret };
}

function withPathInFile(
  credentials: NonNullable<ConnectionAnswers['credentials']>,
  { pathInFile }: Reaching,
): NonNullable<ConnectionAnswers['credentials']> {
  const inFile = (reference: SecretReference): SecretReference =>
    'file' in reference ? { file: pathInFile(reference.file) } : reference;
  return 'apiKey' in credentials
    ? { apiKey: inFile(credentials.apiKey) }
    : { ...credentials, password: inFile(credentials.password) };
}
