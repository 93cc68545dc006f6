import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { CATALOGUE } from '../../lib/metrics/catalogue.ts';
import { dashboardExpressions } from './dashboard-expressions.ts';

const read = (path: string) => readFileSync(new URL(`../../docs/${path}`, import.meta.url), 'utf8');

/** Every metric in an expression, without the endings of a histogram's series. */
const metricsIn = (expression: string): string[] =>
  [...expression.matchAll(/\b(?:restore_desk|process|nodejs)_[a-z_]+/g)].map(([name]) =>
    name.replace(/_(?:bucket|sum|count)$/, ''),
  );
const known = new Set<string>(CATALOGUE.map(({ name }) => name));

test('docs/monitoring.md describes every metric with its type and labels, and no other', () => {
  const described = [...read('monitoring.md').matchAll(/^\| `([a-z_]+)` \| (\w+) \| (.*?) \| (.+?) \| .+ \|$/gm)]
    .map(([, name, type, labels]) => ({
      name,
      type,
      labels: [...labels!.matchAll(/`(\w+)`/g)].map(([, label]) => label),
    }))
    .filter(({ type }) => /^(?:gauge|counter|histogram)$/.test(type!));
  expect(described).toEqual(CATALOGUE.map(({ labels, name, type }) => ({ name, type, labels })));
});

describe('names only metrics that exist:', () => {
  const { groups } = parse(read('monitoring/alerts.yaml')) as {
    groups: { rules: { alert: string; expr: string }[] }[];
  };

  test.each(groups.flatMap(({ rules }) => rules))('the alert $alert', ({ alert, expr }) => {
    const named = metricsIn(expr);
    expect(named.filter((name) => !known.has(name))).toEqual([]);
    expect(named.length > 0 || alert === 'RestoreDeskDown').toBe(true);
  });

  test('the dashboard', () => {
    const expressions = dashboardExpressions();
    expect(expressions.length).toBeGreaterThan(25);
    for (const expression of expressions)
      expect({ expression, unknown: metricsIn(expression).filter((name) => !known.has(name)) }).toEqual({
        expression,
        unknown: [],
      });
  });
});

describe('the unit tests of the alerts evaluate', () => {
  const rules = (parse(read('monitoring/alerts.yaml')) as { groups: { rules: { alert: string }[] }[] }).groups;
  const unit = parse(readFileSync(new URL('alerts.unit.yaml', import.meta.url), 'utf8')) as {
    tests: {
      alert_rule_test: { alertname: string; exp_alerts?: unknown[] }[];
    }[];
  };

  test.each(rules.flatMap((group) => group.rules))('$alert when it fires and when it must not', ({ alert }) => {
    const evaluations = unit.tests.flatMap((each) => each.alert_rule_test).filter((each) => each.alertname === alert);
    const counts = evaluations.map(({ exp_alerts: expected = [] }) => expected.length);
    expect({ fires: Math.max(...counts) > 0, fires_not: counts.includes(0) }).toEqual({ fires: true, fires_not: true });
  });
});
