import type { IncidentPage } from '../incidents/words.ts';

const part = encodeURIComponent;

/** The path of a page of a cluster, as components/paths.ts has it. */
export function pagePath(cluster: string, page: IncidentPage): string {
  const base = `/${part(cluster)}`;
  switch (page.of) {
    case 'overview':
      return base;
    case 'alias':
      return `${base}/alias/${part(page.alias)}`;
    case 'backups':
      return `${base}/backups${page.alias === null ? '' : `?alias=${part(page.alias)}`}`;
    case 'job':
      return `${base}/jobs/${part(page.job)}`;
    case 'schedule':
      return `${base}/schedules/${part(page.name === 'new' ? 'New' : page.name)}`;
    case 'incident':
      return `${base}/incidents/${part(page.id)}`;
    case 'indices':
      return `${base}/indices`;
    case 'repositories':
      return `${base}/repositories`;
    default:
      return page satisfies never;
  }
}
