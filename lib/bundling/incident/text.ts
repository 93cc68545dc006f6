import { redact, redactDeep } from '../../config/redact.ts';

/** Without secrets, and with a line break at its end. */
export const textOf = (text: string): Buffer => Buffer.from(`${redact(text)}\n`);

/** Indented JSON without secrets. Numbers are exact, as they are stored. */
export const jsonOf = (value: unknown): Buffer => Buffer.from(`${JSON.stringify(redactDeep(value), null, 2)}\n`);
