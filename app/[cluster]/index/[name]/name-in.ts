/** The name of a page's address: Next passes it percent-encoded. */
export function indexNameIn({ name }: { name: string }): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
