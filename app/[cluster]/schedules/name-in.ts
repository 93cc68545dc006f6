/** The name of a page's address: Next passes it percent-encoded. */
export function nameIn({ name }: { name: string }): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
