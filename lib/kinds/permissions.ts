/** What a user needs to start a job kind. Several kinds may share one. */
export interface KindPermission<Id extends string = string> {
  readonly id: Id;
  /** The lowest role that has it. */
  readonly role: 'operator' | 'admin';
  /** Ends the sentence "Only an operator may …". */
  readonly verb: string;
  /** Refused on a cluster that is configured as read-only. */
  readonly changesCluster: boolean;
}

/** Keeps the id as a literal type. */
export const permission = <const Id extends string>(definition: KindPermission<Id>): KindPermission<Id> => definition;
