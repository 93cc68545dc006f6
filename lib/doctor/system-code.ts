/** The code of the system, or of the client, in an error or in what caused it ("ECONNREFUSED"); null: there is none. */
export function systemCodeOf(error: unknown, depth = 0): string | null {
  if (typeof error !== 'object' || error === null || depth > 5) return null;
  const { cause, code, errors } = error as { cause?: unknown; code?: unknown; errors?: unknown };
  const inner = systemCodeOf(cause, depth + 1) ?? (Array.isArray(errors) ? systemCodeOf(errors[0], depth + 1) : null);
  return inner ?? (typeof code === 'string' && /^[A-Z][A-Z0-9_]+$/.test(code) ? code : null);
}
