/** An error with a `code`, like the errors of the system. */
export const fileError = (code: string, message: string): Error => Object.assign(new Error(message), { code });

export const codeOf = (error: unknown): string | undefined => (error as NodeJS.ErrnoException).code;
