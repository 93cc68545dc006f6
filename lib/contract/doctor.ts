import { z } from 'zod';

export const DOCTOR_LEVELS = ['ok', 'warning', 'failure'] as const;
const doctorLevel = z.enum(DOCTOR_LEVELS);
export type DoctorLevel = z.infer<typeof doctorLevel>;

/** What one check found. What can't be known is a warning that says why. */
export const doctorCheck = z.strictObject({
  /** Of the kind of check: `connection`, `privileges-view`, `channel-on-call`. One cluster has each once. */
  id: z.string().min(1),
  title: z.string().min(1),
  /** The key of the cluster that it is about; null: the installation. */
  cluster: z.string().nullable(),
  level: doctorLevel,
  /** One sentence, without secrets. */
  what: z.string().min(1),
  /** What to do; null: nothing. */
  next: z.string().min(1).nullable(),
  tookMs: z.number().nonnegative(),
});
export type DoctorCheck = z.infer<typeof doctorCheck>;

export const doctorReport = z.strictObject({
  takenAt: z.iso.datetime(),
  seconds: z.number().nonnegative(),
  /** Of the installation, then of each cluster, in the order of the configuration. */
  checks: z.array(doctorCheck),
});
export type DoctorReport = z.infer<typeof doctorReport>;
