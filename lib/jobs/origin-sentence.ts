import type { ConfiguredCluster } from '../config.ts';
import { formatList } from '../format.ts';

type Named = Pick<ConfiguredCluster, 'environment' | 'name'>;
type Verb = 'come' | 'may come';

/** A sentence of a note, and what may follow it there. */
const SENTENCE =
  /The documents (come|may come) from (.+?)\.(?= The documents may come from | Typed to confirm it: | The command named |$)/gs;

const BEGINNING = /^The documents (?:may )?come from /;

const nameOf = ({ environment, name }: Named): string => `${name} (${environment})`;

/** For the audit log: it names the clusters. */
export const originSentence = (origins: readonly Named[], verb: Verb = 'come'): string =>
  `The documents ${verb} from ${formatList(origins.map(nameOf))}.`;

/** A note of the audit log that names no other cluster than these: where a sentence does, it names none. Pure. */
export function withoutUnknownOrigins(note: string, known: readonly Named[]): string {
  if (!BEGINNING.test(note)) return note;
  const names = known.map(nameOf).sort((a, b) => b.length - a.length);
  return note.replaceAll(SENTENCE, (sentence: string, verb: string, named: string) => {
    const rest = names.reduce((text, name) => text.replaceAll(name, ''), named);
    return /^(?:, | and )*(?: and \d+ more)?$/.test(rest) ? sentence : `The documents ${verb} from another cluster.`;
  });
}
