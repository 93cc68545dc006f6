import type { IncidentFacts, IncidentKind, ObservedTime, Severity } from '../contract/incident.ts';

/** Something that is wrong now. One kind and subject has at most one. */
export interface Finding {
  /** As beside the facts of its kind (lib/contract/incident.ts). */
  subject: string;
  severity: Severity;
  facts: IncidentFacts;
  /** Kept from the first look that found it. Not later than now. */
  began: ObservedTime;
  /** How long it must last before it is an incident, in milliseconds. */
  holdMs: number;
}

/** What was found at one time. */
export interface Look {
  findings: readonly Finding[];
  /** Whether it would have found an open incident of this kind and subject: what is unknown neither lasts nor is gone. */
  knows(kind: IncidentKind, subject: string): boolean;
  /** False: the configuration says not to watch it, so that an open one ends, over or not. Absent: all is watched. */
  watches?(kind: IncidentKind, subject: string): boolean;
  /**
   * When what it found of a kind was observed, in milliseconds since 1970: an answer of the cluster that is 40 s old says
   * nothing about now. Absent: now.
   */
  observedAt?(kind: IncidentKind): number;
}
