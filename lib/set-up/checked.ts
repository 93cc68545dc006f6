import { AppError } from '../errors.ts';

interface Schema<T> {
  safeParse(
    value: unknown,
  ): { success: true; data: T } | { success: false; error: { issues: readonly { message: string }[] } };
}

/** The value of a setting. `what`: for the sentence of the error. Throws AppError invalid_input, which does not repeat the value. */
export function checked<T>(schema: Schema<T>, value: unknown, what: string): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  if (value === '')
    throw new AppError('invalid_input', `${what}: It is empty.`, { hint: 'See docs/configuration.md.' });
  const problem = parsed.error.issues[0]?.message ?? 'This is no value of this setting.';
  throw new AppError('invalid_input', `${what}: ${problem}`, { hint: 'See docs/configuration.md.' });
}
