import { aliasName } from '../contract/names.ts';
import { AppError } from '../errors.ts';

/** Returns the given name. Throws `invalid_input` for what no alias can be called: a server reads a `*` as several aliases. */
export function requireAliasName(alias: string): string {
  const parsed = aliasName.safeParse(alias);
  if (parsed.success) return alias;
  const why = parsed.error.issues[0]?.message ?? '';
  throw new AppError('invalid_input', `An alias can’t be called ${alias}: ${why}`, {
    details: { field: 'alias', fields: { alias: why } },
  });
}
