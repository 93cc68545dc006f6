import type { SecretReference } from '../config/connection-schema.ts';
import { AppError } from '../errors.ts';

/**
 * Where a secret is, as a person says it: a file has a slash, an environment variable has none. `pathInFile`: the path as the
 * configuration has it. Throws AppError invalid_input, which does not repeat the text: it may be the secret itself.
 */
export function secretReferenceOf(text: string, pathInFile: (path: string) => string): SecretReference {
  if (text.includes('/')) return { file: pathInFile(text) };
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(text)) return { env: text };
  throw new AppError('invalid_input', 'This is neither the name of a variable nor a path with a slash.', {
    hint: 'The secret itself is not taken here: put it into a variable or a file, and name that.',
  });
}
