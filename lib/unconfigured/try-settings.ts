import { dirname, resolve } from 'node:path';
import { keyOfName } from '../config/for-command-line.ts';
import { redact } from '../config/redact.ts';
import { clusterSettings } from '../config/schema.ts';
import { isBucketAddress } from '../contract/backup-ref.ts';
import type { ClusterIdentity } from '../contract/cluster.ts';
import { AppError, isAppError } from '../errors.ts';
import { addressOf } from '../set-up/address.ts';
import type { SetUpAnswers } from '../set-up/answers.ts';
import { checked } from '../set-up/checked.ts';
import { configurationText } from '../set-up/configuration-text.ts';
import { secretReferenceOf } from '../set-up/secret-reference.ts';
import { lookAtBackups } from '../set-up/try-backups.ts';
import { asksForCredentials, identitySentence, tryCluster } from '../set-up/try-cluster.ts';
import { typedPath } from '../set-up/typed-path.ts';
import type { FormFields } from './form.ts';

export interface Tried {
  lines: { what: 'Cluster' | 'Backups' | 'Environment'; ok: boolean; sentence: string; hint: string | null }[];
  /** The configuration to copy; null: an answer is not one that it can have. */
  text: string | null;
}

interface Trying {
  /** The configuration that a person will write; absolute. Paths start at its folder. */
  file: string;
  environment: NodeJS.ProcessEnv;
  signal: AbortSignal;
}

/** The checks of `restore-desk init` without writing anything. Failures are lines of the result. */
export async function trySettings(fields: FormFields, trying: Trying): Promise<Tried> {
  const lines: Tried['lines'] = [];
  const attempt = async <T>(what: Tried['lines'][number]['what'], work: () => T | Promise<T>): Promise<T | null> => {
    try {
      return await work();
    } catch (error) {
      if (!isAppError(error)) throw error;
      const { hint, message } = error.code === 'cancelled' ? TOO_LONG : error;
      lines.push({ what, ok: false, sentence: redact(message), hint: hint === undefined ? null : redact(hint) });
      return null;
    }
  };
  const succeed = (what: Tried['lines'][number]['what'], sentence: string) =>
    lines.push({ what, ok: true, sentence: redact(sentence), hint: null });

  const connection = await attempt('Cluster', () => connectionOf(fields));
  const identity = connection && (await attempt('Cluster', () => identityOf(connection, trying)));
  if (identity) succeed('Cluster', identitySentence(identity));
  const place = await attempt('Backups', () => placeOf(fields.backups));
  const found = place === null ? null : await attempt('Backups', () => lookAt(place, trying));
  if (found !== null) succeed('Backups', found);
  const environment = await attempt('Environment', () =>
    checked(clusterSettings.shape.environment, fields.environment, 'Name'),
  );
  const isComplete = connection !== null && place !== null && environment !== null;
  return {
    lines,
    text: isComplete
      ? configurationText({ ...connection, ...named(identity, connection.url), backups: place, environment })
      : null,
  };
}

const TOO_LONG = { message: 'It did not answer in time.', hint: 'Check its address and the network.' };

type Connection = Pick<SetUpAnswers, 'url' | 'ca' | 'credentials'>;

function connectionOf({ ca, secret, url, username }: FormFields): Connection {
  const authority = ca === '' ? null : typedPath(ca);
  return { url: addressOf(url, authority), ca: authority, credentials: credentialsOf(username, secret) };
}

function credentialsOf(username: string, secret: string): Connection['credentials'] {
  if (secret === '') {
    if (username === '') return null;
    throw new AppError('invalid_input', 'A user name needs a password.', {
      hint: 'Name the environment variable or the file that has it.',
    });
  }
  const reference = secretReferenceOf(secret, typedPath);
  return username === '' ? { apiKey: reference } : { username, password: reference };
}

async function identityOf(connection: Connection, { environment, file, signal }: Trying): Promise<ClusterIdentity> {
  const resolvePath = (path: string) => resolve(dirname(file), path);
  const found = await tryCluster(connection, { environment, resolvePath }, signal);
  switch (found.kind) {
    case 'answered':
      return found.identity;
    case 'asks for credentials':
      throw asksForCredentials(
        connection.url,
        'Name the user, and the variable or the file that has the password; or those of an API key.',
      );
    case 'unknown authority':
    case 'failed':
      throw found.failure;
  }
}

function placeOf(backups: string): string {
  const place = isBucketAddress(backups) ? backups : typedPath(backups);
  checked(clusterSettings.shape.backups, place, 'Place');
  return place;
}

const lookAt = (place: string, { file, signal }: Trying): Promise<string> =>
  lookAtBackups(isBucketAddress(place) ? place : resolve(dirname(file), place), signal);

function named(identity: ClusterIdentity | null, url: string): Pick<SetUpAnswers, 'key' | 'name'> {
  const name = (identity?.name ?? new URL(url).host).slice(0, 100);
  return { name, key: keyOfName(name) };
}
