/** An entry in the table of contents of an uploaded zip. Nothing of it is trusted. */
export interface OuterEntry {
  /** As decoded from UTF-8. */
  name: string;
  nameBytes: number;
  method: number;
  flags: number;
  crc: number;
  /** Declared sizes. */
  bytes: number;
  compressedBytes: number;
  /** Of its own header. */
  offset: number;
  /** File type and permissions on Unix and macOS; 0: none. */
  mode: number;
}
