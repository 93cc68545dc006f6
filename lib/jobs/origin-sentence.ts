import type { ConfiguredCluster } from '../config.ts';
import { formatList } from '../format.ts';

type Named = Pick<ConfiguredCluster, 'environment' | 'name'>;

const BEGINNING = 'The documents come from ';
/** What may follow it in a note. */
const NEXT = /\.(?= Typed to confirm it: | The command named |$)/;

const nameOf = ({ environment, name }: Named): string => `${name} (${environment})`;

/** For the audit log: it names the clusters. */
export const originSentence = (origins: readonly Named[]): string => `${BEGINNING}${formatList(origins.map(nameOf))}.`;

/** A note of the audit log that names no other cluster than these: where it does, its sentence names none. Pure. */
export function withoutUnknownOrigins(note: string, known: readonly Named[]): string {
  if (!note.startsWith(BEGINNING)) return note;
  const end = NEXT.exec(note)?.index ?? note.length;
  const named = note.slice(BEGINNING.length, end);
  const rest = known
    .map(nameOf)
    .sort((a, b) => b.length - a.length)
    .reduce((text, name) => text.replaceAll(name, ''), named);
  return /^(?:, | and )*(?: and \d+ more)?$/.test(rest) ? note : `${BEGINNING}another cluster${note.slice(end)}`;
}
