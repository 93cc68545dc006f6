import { AppError } from '../../errors.ts';

/** Encodes the name of one index for a path. Throws `invalid_input` for a pattern, a list, `_all` and date maths. */
export function encodeIndexName(index: string): string {
  if (
    index === '' ||
    index === '_all' ||
    /[*?,<>]/.test(index) ||
    /^[-_+]/.test(index) ||
    index === '.' ||
    index === '..'
  ) {
    throw new AppError('invalid_input', `“${index}” is not the name of one index.`, {
      hint: 'Name one index in full, without wildcards.',
    });
  }
  return encodeURIComponent(index);
}
