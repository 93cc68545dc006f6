/**
 * Puts what is chosen into the address: `?kind=restore`, or nothing. The path stays as the browser has it: an address of `paths`
 * is without the sub-path, which Next adds to links only, and it posts server actions to whatever stands here.
 */
export function writeSearch(search: string): void {
  window.history.replaceState(null, '', `${window.location.pathname}${search}`);
}

/** The same where the address only follows what a page holds: an address that is written while a link is being followed would call the visitor back. */
export function replaceSearch(search: string): void {
  if (new URLSearchParams(search).toString() !== new URLSearchParams(window.location.search).toString())
    writeSearch(search);
}
