/** The intervals of polls, and what all of them have in common. A poll that fails keeps the last data; the next one is the retry. */

export const seconds = (count: number) => count * 1000;

export const polled = { retry: false, refetchOnWindowFocus: true } as const;

/** What is read once or seldom is requested again while it fails: the page says that it keeps trying. */
export const again = (own: number | false) => (query: { state: { status: string } }) =>
  query.state.status === 'error' ? seconds(5) : own;
