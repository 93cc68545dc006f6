interface Params {
  repository: string;
  snapshot: string;
}

/** The names of a page's address: Next passes them percent-encoded. */
export const namesIn = ({ repository, snapshot }: Params): Params => ({
  repository: decoded(repository),
  snapshot: decoded(snapshot),
});

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
