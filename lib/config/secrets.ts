import { readFileSync } from 'node:fs';
import { AppError } from '../errors.ts';
import type { SecretReference } from './connection-schema.ts';
import { registerSecret } from './redact.ts';

export const configurationError = (path: string, sentence: string): AppError =>
  new AppError('invalid_input', `${path}: ${sentence}`, { hint: 'See docs/configuration.md.', details: { path } });

/** Resolves and registers a secret. Throws AppError invalid_input, which names the reference, never a value. */
export function resolveSecret(
  reference: SecretReference,
  path: string,
  environment: NodeJS.ProcessEnv,
  resolvePath: (file: string) => string,
): string {
  const secret =
    'env' in reference
      ? environment[reference.env]
      : readConfiguredFile(resolvePath(reference.file), path).replace(/\r?\n$/, '');
  if (!secret)
    throw configurationError(
      path,
      'env' in reference
        ? `The environment variable ${reference.env} is not set.`
        : `The file ${reference.file} is empty.`,
    );
  registerSecret(secret);
  return secret;
}

export function readConfiguredFile(file: string, path: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw configurationError(
      path,
      `The file ${file} can't be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}).`,
    );
  }
}
