/** What one may be allowed besides starting jobs; each job kind adds its own (lib/kinds/kinds.ts). */
export const BASE_PERMISSIONS = ['read', 'read-documents', 'download', 'cancel-job', 'read-record'] as const;
export type BasePermission = (typeof BASE_PERMISSIONS)[number];
