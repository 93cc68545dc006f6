import { indexParts } from './index-parts.ts';

/** The name of an index that a person types to confirm what can't be undone. */
export interface IndexToType {
  name: string;
  /** May be typed instead: the alias and four characters, `government b6b1`. null: only the full name is accepted. */
  short: string | null;
}

/**
 * There is no short form for a name of another form, nor where another of `all`, the indices of the cluster, has the same
 * one: each restore of the same backup gives an index the same four characters.
 */
export function indexToTypeOf(name: string, all: Iterable<string>): IndexToType {
  const short = shortForm(name);
  if (short === null) return { name, short };
  const id = `z-${short.slice(-4)}`;
  for (const other of all)
    if (other !== name && other.includes(id) && shortForm(other) === short) return { name, short: null };
  return { name, short };
}

/** What a page asks for and copies. */
export const textToType = ({ name, short }: IndexToType): string => short ?? name;

/** Case and spaces don't matter, nor the dot between the parts of a displayed name. */
export function isTyped(typed: string, { name, short }: IndexToType): boolean {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/\s+(?:·\s+)?/g, ' ');
  return text === name.toLowerCase() || text === short;
}

function shortForm(name: string): string | null {
  const { alias, id } = indexParts(name);
  return alias === null ? null : `${alias.toLowerCase()} ${id}`;
}
