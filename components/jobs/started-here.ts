/** Which job this tab has just begun, so that its page goes on to the result even where it was over at once. Kept in the tab. */
const KEY = 'restore-desk:started';

export function rememberStartedHere(job: string): void {
  try {
    sessionStorage.setItem(KEY, job);
  } catch {
    // A browser that keeps nothing: the page then waits for a click.
  }
}

/** True once. */
export function takeStartedHere(job: string): boolean {
  try {
    if (sessionStorage.getItem(KEY) !== job) return false;
    sessionStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}
