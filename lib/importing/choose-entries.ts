import { visibleText } from '../json/visible-text.ts';
import { formatBytes } from '../format.ts';
import { DEFLATED, FLAG_ENCRYPTED, LOCAL_BYTES, STORED } from '../archive/zip-layout.ts';
import { readEntryName } from './entry-name.ts';
import type { OuterEntry } from './outer-entry.ts';

/** An entry that is to be unpacked. */
interface ChosenEntry {
  /** For people: as in the zip. */
  name: string;
  id: string;
  entry: OuterEntry;
}

export interface Refused {
  name: string;
  /** A sentence. */
  reason: string;
}

export interface Choice {
  chosen: ChosenEntry[];
  refused: Refused[];
  /** Other files. Folders are not named. */
  leftOut: string[];
}

const MOST_CHARACTERS = 300;

/** A name from outside as it may be shown and stored. */
export const displayName = (name: string): string =>
  visibleText(name.length > MOST_CHARACTERS ? `${name.slice(0, MOST_CHARACTERS)}…` : name);

/** Which entries of a zip of backups are unpacked, by the table of contents alone; pure. `ofBundle`: as for `readEntryName`. */
export function chooseEntries(entries: readonly OuterEntry[], ofBundle = false): Choice {
  const choice: Choice = { chosen: [], refused: [], leftOut: [] };
  const seen = new Set<string>();
  const targets = new Map<string, string>();
  for (const entry of entries) {
    const name = displayName(entry.name);
    const refuse = (reason: string) => void choice.refused.push({ name, reason });
    const named = readEntryName(entry.name, ofBundle);
    if (named.kind === 'refused') refuse(named.reason);
    else if (isFolder(entry) || named.kind === 'folder') {
      if (entry.bytes > 0) refuse('It is marked as a folder, but has data.');
    } else if (isSpecial(entry)) refuse('It is a link or another special file.');
    else if (seen.has(entry.name)) refuse('The zip has another entry of this name.');
    else if (named.kind === 'other') choice.leftOut.push(name);
    else {
      const problem = problemOf(entry);
      const other = targets.get(named.id);
      if (problem !== null) refuse(problem);
      else if (other !== undefined) refuse(`${other} in this zip would be the same backup, ${displayName(named.id)}.`);
      else {
        targets.set(named.id, name);
        choice.chosen.push({ name, id: named.id, entry });
      }
    }
    seen.add(entry.name);
  }
  return choice;
}

/** Of the file's mode on Unix, in the upper half of the external attributes. Zero: made by a tool without modes. */
const FILE_TYPE = 0o170000;
const REGULAR = 0o100000;
const FOLDER = 0o040000;

const typeOf = ({ mode }: OuterEntry): number => mode & FILE_TYPE;
const isFolder = (entry: OuterEntry): boolean => typeOf(entry) === FOLDER;
const isSpecial = (entry: OuterEntry): boolean => ![0, REGULAR].includes(typeOf(entry));
/** Bit 6 and method 99 are other encryptions. */
const FLAG_STRONG_ENCRYPTION = 0x40;
const AES = 99;
const SMALL_BYTES = 1_000_000;
const MOST_TIMES = 100;

function problemOf({ flags, method, bytes, compressedBytes }: OuterEntry): string | null {
  if ((flags & (FLAG_ENCRYPTED | FLAG_STRONG_ENCRYPTION)) !== 0 || method === AES) return 'It is encrypted.';
  if (method !== STORED && method !== DEFLATED)
    return `It is compressed in a way that is not known (method ${method}).`;
  // Without a size here, `unzipper` would trust the entry's own header.
  if (bytes === 0 || compressedBytes === 0) return 'It is empty.';
  // A backup is compressed itself.
  return bytes > SMALL_BYTES && bytes > MOST_TIMES * compressedBytes
    ? `It would unpack to ${formatBytes(bytes)} from ${formatBytes(compressedBytes)}, as no backup does.`
    : null;
}

/** Whether two entries share bytes, as in bombs that unpack the same data many times. `end`: where the table begins. */
export function overlaps(entries: readonly OuterEntry[], end: number): boolean {
  const byOffset = [...entries].sort((one, other) => one.offset - other.offset);
  return byOffset.some(({ offset, nameBytes, compressedBytes }, at) => {
    const next = byOffset[at + 1]?.offset ?? end;
    return offset + LOCAL_BYTES + nameBytes + compressedBytes > next;
  });
}
