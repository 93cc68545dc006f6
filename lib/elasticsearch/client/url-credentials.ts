/** `user:password@` of an address, empty where it has none. A percent sign that begins no escape is one: `100%sure` is a password. */
export const credentialsIn = (url: URL): { username: string; password: string } => ({
  username: decoded(url.username),
  password: decoded(url.password),
});

const decoded = (text: string): string =>
  text.replaceAll(/(?:%[0-9a-f]{2})+/gi, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
