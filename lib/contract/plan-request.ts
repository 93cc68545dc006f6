/**
 * What a page asked a plan for, as JSON: enough to make the plan again, and the address of its review. Each kind's part
 * has its own schema (lib/pages/plan-again.ts).
 */
export interface PlanRequest {
  readonly kind: string;
  /** The key of the cluster's entry in the configuration. */
  readonly cluster: string;
  readonly asked: unknown;
}
