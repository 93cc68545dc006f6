/** The job that this tab has just started, so that its page redirects to the result even if it ended at once. Stored in the tab. */
const KEY = 'restore-desk:started';

export function rememberStartedHere(job: string): void {
  try {
    sessionStorage.setItem(KEY, job);
  } catch {
    // A browser that keeps nothing: the page then waits for a click.
  }
}

/** Whether this tab started the job. True once, then forgotten. */
export function takeStartedHere(job: string): boolean {
  try {
    if (sessionStorage.getItem(KEY) !== job) return false;
    sessionStorage.removeItem(KEY);
    return true;
  } catch {
    return false;
  }
}
