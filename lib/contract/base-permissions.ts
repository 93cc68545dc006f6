/** Permissions besides those to start jobs, which each job kind adds (lib/kinds/kinds.ts). */
export const BASE_PERMISSIONS = [
  'read',
  'read-documents',
  'download',
  'cancel-job',
  'read-audit-log',
  'record-incident',
  'manage-schedules',
  'test-channel',
  'run-doctor',
] as const;
export type BasePermission = (typeof BASE_PERMISSIONS)[number];
