/**
 * A backup in a URL is two path parts, so that no slash has to be encoded: `government/government-2018….zip`,
 * and `-/government.zip` for a file that lies in the directory itself. A folder whose own name starts with "-" gets one more.
 */
export function addressOf(id: string): { group: string; name: string } {
  const slash = id.indexOf('/');
  if (slash < 0) return { group: '-', name: id };
  const group = id.slice(0, slash);
  return { group: group.startsWith('-') ? `-${group}` : group, name: id.slice(slash + 1) };
}

export function idOfAddress({ group, name }: { group: string; name: string }): string {
  if (group === '-') return name;
  return `${group.startsWith('--') ? group.slice(1) : group}/${name}`;
}

/** The same as the end of a path. */
export function addressPath(id: string): string {
  const { group, name } = addressOf(id);
  return `${encodeURIComponent(group)}/${encodeURIComponent(name)}`;
}
