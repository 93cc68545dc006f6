import { readFileSync } from 'node:fs';

interface Dashboard {
  panels: { title: string; targets?: { expr: string }[] }[];
  templating: { list: { definition?: string }[] };
  annotations: { list: { expr: string }[] };
}

/** The PromQL expressions of docs/monitoring/grafana.json, with a value in place of each of Grafana's variables. */
export function dashboardExpressions(): string[] {
  const file = new URL('../../docs/monitoring/grafana.json', import.meta.url);
  const { annotations, panels, templating } = JSON.parse(readFileSync(file, 'utf8')) as Dashboard;
  return [
    ...panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)),
    ...annotations.list.map(({ expr }) => expr),
    // Not PromQL but its first argument is: label_values(metric, label).
    ...templating.list.flatMap(({ definition }) => /^label_values\((.+), \w+\)$/.exec(definition ?? '')?.[1] ?? []),
  ].map((expression) => expression.replaceAll('$__rate_interval', '5m').replaceAll(/\$(?:cluster|alias)/g, '.*'));
}
