const PATTERN = /^(.+)-(\d{4}-\d{2}-\d{2})t(\d{2})[:-](\d{2})[:-](\d{2})z-[0-9a-f][-0-9a-f]*$/;

/**
 * Rummager's pattern for "one of this alias's indices": `<alias>-<UTC time>-<hex>`; old names have colons in the time.
 * The alias such a name belongs to, or null where the name is of another form.
 */
export const groupOfIndex = (name: string): string | null => PATTERN.exec(name)?.[1] ?? null;

/** When a generation is from: what its name says, which outlives a move to another cluster; else when it was created. */
export function dateOfIndex(index: { name: string; createdAt: string | null }): string | null {
  const named = PATTERN.exec(index.name);
  if (named === null) return index.createdAt;
  const at = new Date(`${named[2]}T${named[3]}:${named[4]}:${named[5]}.000Z`);
  return Number.isNaN(at.getTime()) ? index.createdAt : at.toISOString();
}
