const PATTERN = /^(.+)-(\d{4}-\d{2}-\d{2})t(\d{2})[:-](\d{2})[:-](\d{2})z-[0-9a-f][-0-9a-f]*$/;

/**
 * The alias in an index's name of the form `<alias>-<UTC time>-<hex>` (Rummager's pattern; old names have colons in the
 * time); null: another form.
 */
export const groupOfIndex = (name: string): string | null => PATTERN.exec(name)?.[1] ?? null;

/** The date of a generation: from its name, which a move to another cluster keeps; else its creation. */
export function dateOfIndex(index: { name: string; createdAt: string | null }): string | null {
  const named = PATTERN.exec(index.name);
  if (named === null) return index.createdAt;
  const at = new Date(`${named[2]}T${named[3]}:${named[4]}:${named[5]}.000Z`);
  return Number.isNaN(at.getTime()) ? index.createdAt : at.toISOString();
}
