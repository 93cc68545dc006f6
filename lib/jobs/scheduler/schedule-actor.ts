import type { Actor } from '../../contract/job.ts';

/** Who the audit log and the jobs name for what a schedule does. */
export const scheduleActor = (name: string): Actor => ({ name: `schedule ${name}`, role: 'admin', address: null });
