/** Signatures, sizes and limits of the ZIP format (APPNOTE.TXT 6.3.10, PKWARE), as far as a backup uses them. */
export const LOCAL_HEADER = 0x04034b50;
export const CENTRAL_HEADER = 0x02014b50;
export const END = 0x06054b50;
export const ZIP64_END = 0x06064b50;
export const ZIP64_LOCATOR = 0x07064b50;
export const LOCAL_BYTES = 30;
export const CENTRAL_BYTES = 46;
export const END_BYTES = 22;
export const ZIP64_END_BYTES = 56;
export const ZIP64_LOCATOR_BYTES = 20;
export const ZIP64_EXTRA = 0x0001;
/** An extra field that readers know as padding (Android's alignment field): reserves space for ZIP64 sizes. */
export const PADDING_EXTRA = 0xd935;
export const MAX32 = 0xffffffff;
export const STORED = 0;
export const DEFLATED = 8;
/** General purpose flags: bit 0 encrypted, bit 3 sizes follow the data, bit 11 names are UTF-8. */
export const FLAG_ENCRYPTED = 1;
export const FLAG_SIZES_FOLLOW = 8;
export const FLAG_UTF8 = 0x800;

/** The comment of a backup's zip: this prefix and the SHA-256 over every other byte (docs/backup-file.md). */
export const SEAL_PREFIX = 'restore-desk 1 sha256 ';

export interface ZipEntry {
  name: string;
  method: number;
  crc: number;
  compressedBytes: number;
  bytes: number;
  /** The offset of the local header. */
  offset: number;
  flags: number;
  /** DOS time and date, encoded. */
  time: number;
  date: number;
}
