/** Where backups are imported into, and what may be uploaded. */
export interface ImportPlace {
  directory: string;
  /** null: unknown. */
  freeBytes: number | null;
  maxUploadBytes: number;
  maxUnpackedBytes: number;
  maxFiles: number;
}
