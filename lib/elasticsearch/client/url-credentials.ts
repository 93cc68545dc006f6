/** `user:password@` of a URL; empty where it has none. A percent sign that begins no escape is literal: `100%sure`. */
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
