/** What one import may use. The configuration sets them (`import`). */
export interface ImportLimits {
  /** Of one uploaded file. */
  readonly maxUploadBytes: number;
  /** Of the backups in one import together: of their files, and likewise of the documents in them. */
  readonly maxUnpackedBytes: number;
  /** Entries of one zip, folders included. */
  readonly maxFiles: number;
}

export const DEFAULT_IMPORT_LIMITS: ImportLimits = {
  maxUploadBytes: 20 * 1024 ** 3,
  maxUnpackedBytes: 100 * 1024 ** 3,
  maxFiles: 1000,
};
