/** What is selected for a backup; names are separated by commas, which no name can hold. */
export interface Selection {
  aliases?: string;
  indices?: string;
  all?: 'yes';
}

/** Names as an address carries them, separated by commas. */
export const namesIn = (text: string | undefined): ReadonlySet<string> =>
  new Set((text ?? '').split(',').filter((name) => name !== ''));

/** The other way round; none: undefined, so that an address leaves it out. */
export function joined(names: ReadonlySet<string>): string | undefined {
  const text = [...names].join(',');
  return text === '' ? undefined : text;
}

/** With the name where it was missing, without it where it was there. */
export function toggled(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const next = new Set(names);
  if (!next.delete(name)) next.add(name);
  return next;
}
