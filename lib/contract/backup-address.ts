/**
 * A backup's address in a URL: two path segments, so that no slash is encoded. `government/government-2018….zip`, and
 * `-/government.zip` for a file directly in the directory. A folder whose name starts with "-" gets one more "-".
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

/** The encoded end of a URL's path. */
export function addressPath(id: string): string {
  const { group, name } = addressOf(id);
  return `${encodeURIComponent(group)}/${encodeURIComponent(name)}`;
}
