/** A page of a cluster that a step leads to. `restore`, `back-up`: the first page of a restore or of a backup of this alias. */
export type IncidentPage =
  | { of: 'overview' }
  | { of: 'alias'; alias: string }
  | { of: 'backups'; alias: string | null }
  | { of: 'restore'; alias: string }
  | { of: 'back-up'; alias: string }
  | { of: 'clean-up' }
  | { of: 'job'; job: string }
  | { of: 'schedule'; name: string }
  | { of: 'incident'; id: string }
  | { of: 'indices' };

const part = encodeURIComponent;

/**
 * Its path below the address of the dashboard, for the dashboard’s own links and for those in messages. As components/paths.ts has it,
 * which a message can’t use.
 */
export function pagePath(cluster: string, page: IncidentPage): string {
  const base = `/${part(cluster)}`;
  switch (page.of) {
    case 'overview':
      return base;
    case 'alias':
      return `${base}/alias/${part(page.alias)}`;
    case 'backups':
      return `${base}/backups${page.alias === null ? '' : `?group=${part(page.alias)}`}`;
    case 'restore':
      return `${base}/backups/choose?alias=${part(page.alias)}`;
    case 'back-up':
      return `${base}/backups/new?alias=${part(page.alias)}`;
    case 'clean-up':
      return `${base}/indices/clean-up`;
    case 'job':
      return `${base}/jobs/${part(page.job)}`;
    case 'schedule':
      // The page that makes a schedule is at `new`; names are the same in upper and in lower case.
      return `${base}/schedules/${part(page.name === 'new' ? 'New' : page.name)}`;
    case 'incident':
      return `${base}/incidents/${part(page.id)}`;
    case 'indices':
      return `${base}/indices`;
    default:
      return page satisfies never;
  }
}
