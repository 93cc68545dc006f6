import type { Actor } from '../../contract/job.ts';
import { redact } from '../../config/redact.ts';
import type { Failure } from '../../errors.ts';
import { boundedText } from './bounded.ts';

export interface AuditAttempt {
  cluster: string | null;
  action: string;
  actor: (Pick<Actor, 'name' | 'address'> & { role: string | null }) | null;
  address: string | null;
  fingerprint?: string | null;
  /** Names of the aliases, indices and backups that it is about. */
  objects?: readonly string[];
  /** The request for approval that it is about. */
  approval?: string | null;
  input?: unknown;
  note?: string;
  requests?: unknown;
}

/** The most bytes of UTF-8 of each part of a line. Pages send an input of one or two kilobytes. */
export const LIMIT_BYTES = {
  name: 256,
  shortText: 128,
  objects: 32_768,
  input: 32_768,
  evidence: 100_000,
  failure: 8_192,
  note: 4_096,
};

const shortText = (text: string | null | undefined): string | null =>
  text ? boundedText(text, LIMIT_BYTES.shortText) : null;

/** A failure as JSON of at most so many bytes, without secrets; null: none. */
export const failureJson = (failure: Failure | undefined, bytes: number): string | null => {
  if (!failure) return null;
  const { code } = failure;
  const message = redact(failure.message);
  const hint = failure.hint ? redact(failure.hint) : '';
  // JSON escapes quotes and control characters with up to six bytes: then a shorter text is tried.
  for (let length = bytes; ; length = Math.floor(length / 2)) {
    const part = (text: string) => boundedText(text, Math.floor(length / 2.5));
    const json = JSON.stringify({ code, message: part(message), ...(hint ? { hint: part(hint) } : {}) });
    if (Buffer.byteLength(json) <= bytes || length < 16) return json;
  }
};

/** Cuts the texts that a header or a form may have sent at any length. */
export const withinLimits = (attempt: AuditAttempt): AuditAttempt => ({
  ...attempt,
  action: boundedText(attempt.action, LIMIT_BYTES.shortText),
  actor: attempt.actor && {
    ...attempt.actor,
    name: boundedText(attempt.actor.name, LIMIT_BYTES.name),
    role: shortText(attempt.actor.role),
  },
  address: shortText(attempt.address),
  fingerprint: shortText(attempt.fingerprint),
});

/** The same in the server's log. */
export const logFields = (record: number, attempt: AuditAttempt) => ({
  record,
  cluster: attempt.cluster,
  action: attempt.action,
  actor: attempt.actor?.name ?? null,
  role: attempt.actor?.role ?? null,
  address: attempt.address,
  fingerprint: attempt.fingerprint ?? undefined,
});
