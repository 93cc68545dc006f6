import type { ConfiguredCluster } from '../config.ts';
import type { AliasEvent } from '../contract/alias-page.ts';
import type { CountPoint } from '../contract/count-points.ts';
import type { FactsOf, IncidentKind, ObservedTime } from '../contract/incident.ts';
import type { ClusterIndices } from '../contract/indices.ts';
import { isOwnAlias } from '../contract/loading-alias.ts';
import type { Finding } from '../incidents/finding.ts';
import { foreignMoveIn } from '../incidents/rules/alias-moves.ts';
import {
  firstOf,
  lossFinding,
  lossOf,
  missingFinding,
  moveFinding,
  unsearchableFinding,
  type AliasIndex,
} from '../incidents/rules/aliases.ts';
import { lossIn, type KnownPoint } from '../incidents/rules/loss.ts';
import { sameNames } from '../incidents/rules/own-changes.ts';
import type { OpenIncident } from '../incidents/step.ts';
import { ruleOf, type AliasRule, type WatchSettings } from '../incidents/watch-settings.ts';
import type { JobStore } from '../jobs/store/job-store.ts';
import { ALL_ALIASES } from '../live/alias-counts.ts';
import type { WatchedHistory } from '../live/cluster-history.ts';
import { RETAIN_COUNTS_MS } from '../live/document-counts.ts';
import { oncePerObject } from '../once-per-object.ts';
import { OwnJobs } from './own-jobs.ts';

/** A count and its event are dated one after the other, by one answer. */
const SAME_ANSWER_MS = 1_000;

/** What an answer of the cluster is compared with. */
export interface AliasLook {
  store: JobStore;
  indices: ClusterIndices;
  open: readonly OpenIncident[];
  /** When a person last closed an incident of lost documents, or of a move, by the alias. */
  closed: { losses: ReadonlyMap<string, number>; moves: ReadonlyMap<string, number> };
  /** When something that is observed for the first time began. */
  began: ObservedTime;
  /** Milliseconds since 1970. */
  now: number;
}

/** What the result of a scan depends on, besides the points. */
interface Scanned {
  open: string | null;
  closedMs: number | null;
}

/** Finds what is wrong with the aliases of one cluster. An alias whose count has not changed is not scanned again. */
export class AliasWatch {
  readonly #settings: WatchSettings;
  readonly #history: WatchedHistory;
  readonly #ownJobs: OwnJobs;
  /** By the last point of an alias, where its points show no loss. */
  readonly #scanned = new WeakMap<CountPoint, Scanned>();
  /** Aliases that jobs of this Restore Desk removed. */
  #removed = new Set<string>();
  #listed: { has(alias: string): boolean } = new Set();

  constructor(cluster: ConfiguredCluster, settings: WatchSettings, history: WatchedHistory) {
    this.#settings = settings;
    this.#history = history;
    this.#ownJobs = new OwnJobs(cluster);
  }

  /** Throws AppError disk. */
  look(look: AliasLook): Finding[] {
    const listed = listedAliases(look.indices);
    this.#listed = listed.byAlias;
    return [
      ...this.#losses(look),
      ...this.#missing(look, listed),
      ...this.#moves(look, listed),
      ...[...listed.byAlias].flatMap(([alias, indices]) => unsearchableFinding(alias, indices, look.began) ?? []),
    ];
  }

  /** Whether `look` would have found it. */
  knows(kind: IncidentKind, alias: string): boolean {
    if (!this.watches(kind, alias)) return false;
    if (kind === 'alias-moved' || kind === 'alias-unsearchable') return true;
    const last = this.#history.lastCountOf(alias);
    // Of an alias that is missing for a day there is no count any more.
    if (kind === 'alias-missing') return this.#listed.has(alias) || last !== null || this.#removed.has(alias);
    if (kind !== 'documents-lost') return false;
    return last !== null && (last.documents !== null || this.#removed.has(alias));
  }

  /** Whether the configuration has it looked for. */
  watches(kind: IncidentKind, alias: string): boolean {
    if (kind === 'documents-lost') return this.#ruleOf(alias).losses !== null;
    return kind !== 'alias-moved' || !this.#ruleOf(alias).movesExpected;
  }

  #losses({ closed, now, open, store }: AliasLook): Finding[] {
    const openByAlias = openOf(open, 'documents-lost');
    const findings: Finding[] = [];
    for (const alias of this.#history.countedAliases) {
      const rule = this.#ruleOf(alias).losses;
      const last = this.#history.lastCountOf(alias);
      if (alias === ALL_ALIASES || rule === null || last === null) continue;
      const incident = openByAlias.get(alias) ?? null;
      const scanned: Scanned = { open: incident?.id ?? null, closedMs: closedBefore(now, closed.losses.get(alias)) };
      if (isSame(this.#scanned.get(last), scanned)) continue;
      const loss = lossIn(this.#history.countsOf(alias), {
        rule,
        open: incident && lossOf(incident.facts, incident.began),
        closedMs: scanned.closedMs,
        isOwn: (before, after) => this.#isOwnMove(store, alias, before, after),
      });
      // One that lasts is scanned at each look: the job that explains it may end later.
      if (loss === null) this.#scanned.set(last, scanned);
      else findings.push(lossFinding(alias, loss, rule));
    }
    return findings;
  }

  #isOwnMove(store: JobStore, alias: string, before: KnownPoint, after: KnownPoint): boolean {
    const moves = this.#eventsOf(alias).filter((event) => {
      const at = Date.parse(event.at);
      return at > before.at + SAME_ANSWER_MS && at <= after.at + SAME_ANSWER_MS;
    });
    if (moves.length > 0) return moves.every((move) => this.#ownJobs.hasMade(store, move));
    return this.#ownJobs.hasMoved(store, { alias, after: after.after, at: after.at });
  }

  #missing({ open, store }: AliasLook, listed: Listed): Finding[] {
    const isMissing = (alias: string) => !listed.byAlias.has(alias) && !listed.onDotIndices.has(alias);
    this.#removed = new Set();
    const found = new Map<string, Finding>();
    for (const alias of this.#history.countedAliases) {
      const last = this.#history.lastCountOf(alias);
      if (alias === ALL_ALIASES || last?.target !== '' || !isMissing(alias)) continue;
      // The count is saved before its event is dated: that may take a while.
      const isOfLast = ({ at, to }: AliasEvent) => to.length === 0 && Date.parse(at) >= last.at;
      const removal = this.#eventsOf(alias).findLast(isOfLast) ?? null;
      if (this.#isOwnRemoval(store, alias, removal, last)) this.#removed.add(alias);
      else {
        const nameIsIndex = listed.names.has(alias);
        const indices = removal?.before ?? [];
        found.set(alias, missingFinding(alias, this.#history.countsOf(alias), { indices, nameIsIndex }));
      }
    }
    // Its counts are forgotten after a day.
    for (const [subject, { began, facts, severity }] of openOf(open, 'alias-missing'))
      if (isMissing(subject) && !found.has(subject) && !this.#removed.has(subject))
        found.set(subject, { subject, severity, facts, began, holdMs: 0 });
    return [...found.values()];
  }

  /** Its event is forgotten after many others, before its counts are. */
  #isOwnRemoval(store: JobStore, alias: string, removal: AliasEvent | null, last: CountPoint): boolean {
    if (removal !== null) return this.#ownJobs.hasMade(store, removal);
    return this.#ownJobs.hasRemoved(store, { alias, after: last.after, at: last.at });
  }

  #moves({ closed, now, open, store }: AliasLook, listed: Listed): Finding[] {
    const openByAlias = openOf(open, 'alias-moved');
    const moved = new Set([...openByAlias.keys(), ...eventsByAlias(this.#history.aliasEvents).keys()]);
    return [...moved].flatMap((alias) => {
      if (!listed.byAlias.has(alias) || this.#ruleOf(alias).movesExpected) return [];
      const incident = openByAlias.get(alias);
      // A move of long ago is none, nor is one that a person closed.
      const oldestMs = Math.max(closedBefore(now, closed.moves.get(alias)) ?? 0, incident ? 0 : now - RETAIN_COUNTS_MS);
      const events = incident ? this.#eventsSince(incident, listed.byAlias.get(alias)!) : this.#eventsOf(alias);
      const move = foreignMoveIn(
        events.filter(({ at }) => Date.parse(at) > oldestMs),
        (event) => this.#ownJobs.hasMade(store, event),
      );
      return move === null ? [] : [moveFinding(alias, move)];
    });
  }

  /**
   * The move of an incident, and the events since then: its own event is forgotten after many others. None: the alias points to the
   * former indices again, of which the facts have the first.
   */
  #eventsSince(
    { began, facts, subject }: OpenIncident & { facts: FactsOf<'alias-moved'> },
    indices: readonly AliasIndex[],
  ): readonly AliasEvent[] {
    const events = this.#eventsOf(subject);
    if (events.some(({ at }) => at <= began.at)) return events;
    const { documents, from, to } = facts;
    if (sameNames(firstOf(indices.map(({ name }) => name)), from)) return [];
    const first = {
      alias: subject,
      at: began.at,
      after: began.after ?? began.at,
      before: from,
      to,
      documents,
      job: null,
    };
    return [first, ...events];
  }

  /** Oldest first. */
  #eventsOf(alias: string): readonly AliasEvent[] {
    return eventsByAlias(this.#history.aliasEvents).get(alias) ?? [];
  }

  #ruleOf(alias: string): AliasRule {
    return ruleOf(this.#settings, alias);
  }
}

interface Listed {
  byAlias: Map<string, AliasIndex[]>;
  /** Aliases of which nothing else is known. */
  onDotIndices: Set<string>;
  /** Of the indices. */
  names: Set<string>;
}

/** Computed once for each answer: there may be 20,000 indices. */
const listedAliases = oncePerObject(({ indices, onDotIndices = [] }: ClusterIndices): Listed => {
  const byAlias = new Map<string, AliasIndex[]>();
  for (const { aliases, health, name, state } of indices)
    for (const { alias } of aliases) {
      if (isOwnAlias(alias)) continue;
      const index = { name, isRed: health === 'red', isClosed: state === 'closed' };
      const known = byAlias.get(alias);
      if (known) known.push(index);
      else byAlias.set(alias, [index]);
    }
  return {
    byAlias,
    onDotIndices: new Set(onDotIndices.map(({ alias }) => alias)),
    names: new Set(indices.map(({ name }) => name)),
  };
});

/** Oldest first. */
const eventsByAlias = oncePerObject((events: readonly AliasEvent[]): Map<string, AliasEvent[]> => {
  const byAlias = new Map<string, AliasEvent[]>();
  for (const event of [...events].reverse()) {
    const known = byAlias.get(event.alias);
    if (known) known.push(event);
    else byAlias.set(event.alias, [event]);
  }
  return byAlias;
});

/** Confirmed ones of a kind, by the alias. */
function openOf<Kind extends IncidentKind>(
  open: readonly OpenIncident[],
  kind: Kind,
): Map<string, OpenIncident & { facts: FactsOf<Kind> }> {
  const isOfKind = (incident: OpenIncident): incident is OpenIncident & { facts: FactsOf<Kind> } =>
    incident.confirmed && incident.facts.kind === kind;
  return new Map(open.filter(isOfKind).map((incident) => [incident.subject, incident]));
}

/** A clock that was set back: what was closed in the future hides nothing. */
const closedBefore = (now: number, closedMs: number | undefined): number | null =>
  closedMs === undefined || closedMs > now ? null : closedMs;

const isSame = (before: Scanned | undefined, now: Scanned): boolean =>
  before !== undefined && before.open === now.open && before.closedMs === now.closedMs;
