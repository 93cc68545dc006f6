/** A backup file that only this process writes. It gets its name when it is complete. */
export interface NewBackupFile {
  /** Writes the whole buffer. Positions follow each other, but for bytes that were written with `provisional`. */
  write(buffer: Buffer, position: number, options?: { provisional?: boolean }): Promise<void>;
  /** Saves what was written so far in the background of the next writes. */
  flush(): Promise<void>;
  /** Saves everything that was written; nothing is written after it. */
  finish(): Promise<void>;
  /** Gives it its name, in one step. Nothing is overwritten. */
  publish(): Promise<{ id: string; file: string }>;
  /** Removes what was written. Never throws. */
  discard(): Promise<void>;
  /** An error of these methods, as a sentence. */
  describe(error: unknown): unknown;
}
