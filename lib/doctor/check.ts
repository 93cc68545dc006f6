import type { DoctorCheck } from '../contract/doctor.ts';

/** What a check found: see `doctorCheck`. */
export type Finding = Pick<DoctorCheck, 'level' | 'what' | 'next'>;

/** One check, before it has run. */
export interface Check {
  id: string;
  title: string;
  /** null: of the installation. */
  cluster: string | null;
  /** The title of the check that says why this one has no answer, such as "Connection"; null: it depends on no other. */
  dependsOn: string | null;
  timeLimitMs: number;
  /** What it throws is described by words/failed.ts. */
  read: (signal: AbortSignal) => Promise<Finding>;
}

export const ok = (what: string): Finding => ({ level: 'ok', what, next: null });
export const warning = (what: string, next: string): Finding => ({ level: 'warning', what, next });
export const failure = (what: string, next: string): Finding => ({ level: 'failure', what, next });
/** What can't be known. `why` ends the sentence that begins "Not known: ". */
export const unknown = (why: string, next: string): Finding => warning(`Not known: ${why}`, next);
