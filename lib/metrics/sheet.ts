import { setImmediate as nextTurn } from 'node:timers/promises';
import { Counter, Gauge, Registry, type Metric } from 'prom-client';

/** A metric: its name and labels never change, because rules and dashboards name them (docs/monitoring.md). */
export interface Definition<Label extends string = string> {
  readonly name: `${string}_${string}`;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly labels: readonly Label[];
}

type Labels<Label extends string> = Readonly<Record<Label, string>>;

export const gauge = <Label extends string = never>(
  name: Definition['name'],
  help: string,
  labels: readonly Label[] = [],
): Definition<Label> & { type: 'gauge' } => ({ name, help, type: 'gauge', labels });

/** Its name ends with `_total`. */
export const counter = <Label extends string = never>(
  name: `${string}_total`,
  help: string,
  labels: readonly Label[] = [],
): Definition<Label> & { type: 'counter' } => ({ name, help, type: 'counter', labels });

export const histogram = <Label extends string = never>(
  name: Definition['name'],
  help: string,
  labels: readonly Label[] = [],
): Definition<Label> & { type: 'histogram' } => ({ name, help, type: 'histogram', labels });

/** What was counted elsewhere. `buckets`: how many were at most so large, ascending, each with those before it. */
export interface Observations {
  buckets: readonly { within: number; observations: number }[];
  observations: number;
  sum: number;
}

/**
 * The values of one scrape. A value that is unknown (null) is left out, never 0; a metric without a value is left out too. Each
 * scrape has its own, so that what is gone (an alias, a node) is in no later one.
 */
export class Sheet {
  readonly #registry = new Registry();
  readonly #numbers = new Map<string, Gauge | Counter>();
  readonly #histograms = new Map<string, CountedElsewhere>();

  set<Label extends string>(
    definition: Definition<Label> & { type: 'counter' | 'gauge' },
    labels: Labels<Label>,
    value: number | null,
  ): void {
    if (value === null || !Number.isFinite(value)) return;
    let metric = this.#numbers.get(definition.name);
    if (metric === undefined) {
      const { help, labels: labelNames, name } = definition;
      const settings = { name, help, labelNames: [...labelNames], registers: [this.#registry] };
      metric = definition.type === 'counter' ? new Counter(settings) : new Gauge(settings);
      this.#numbers.set(name, metric);
    }
    if (metric instanceof Gauge) metric.set(labels, value);
    else metric.inc(labels, value);
  }

  observe<Label extends string>(
    definition: Definition<Label> & { type: 'histogram' },
    labels: Labels<Label>,
    observations: Observations,
  ): void {
    let metric = this.#histograms.get(definition.name);
    if (metric === undefined) {
      metric = new CountedElsewhere(definition);
      this.#histograms.set(definition.name, metric);
      // The registry asks a metric for its name and its values, which prom-client's own histogram can't be given.
      this.#registry.registerMetric(metric as unknown as Metric);
    }
    metric.add(labels, observations);
  }

  /** In the text format, version 0.0.4. Other requests are served between two metrics: one has thousands of lines. */
  async text(): Promise<string> {
    const parts: string[] = [];
    for (const name of [...this.#numbers.keys(), ...this.#histograms.keys()]) {
      parts.push(await this.#registry.getSingleMetricAsString(name));
      await nextTurn();
    }
    return `${parts.join('\n\n')}\n`;
  }
}

export const CONTENT_TYPE = Registry.PROMETHEUS_CONTENT_TYPE;

interface Value {
  metricName: string;
  labels: Labels<string>;
  value: number;
}

/** A histogram whose observations were counted before, by another process too. */
class CountedElsewhere {
  readonly #definition: Definition;
  readonly #values: Value[] = [];

  constructor(definition: Definition) {
    this.#definition = definition;
  }

  get name(): string {
    return this.#definition.name;
  }

  add(labels: Labels<string>, { buckets, observations, sum }: Observations): void {
    const bounds = [...buckets, { within: '+Inf', observations }];
    for (const { observations: value, within } of bounds)
      this.#values.push({ metricName: `${this.name}_bucket`, labels: { ...labels, le: String(within) }, value });
    this.#values.push({ metricName: `${this.name}_sum`, labels, value: sum });
    this.#values.push({ metricName: `${this.name}_count`, labels, value: observations });
  }

  get(): Promise<object> {
    const { help, name, type } = this.#definition;
    return Promise.resolve({ name, help, type, values: this.#values });
  }
}
