/** One document that differs, field by field. Without zod, for browsers. */

/** `cut`: the text is only a part, so that its first difference is in it. */
export interface ShownValue {
  text: string;
  cut: boolean;
}

/** `spelling`: the same value, written in another way, such as `1.0` and `1`. */
export interface FieldDifference {
  path: string;
  kind: 'onlyLeft' | 'onlyRight' | 'changed' | 'spelling';
  /** The JSON of the side, as it is spelled; null: the side has no such field. */
  left: ShownValue | null;
  right: ShownValue | null;
}

export interface FieldDifferences {
  /** The first ones, in the order of the left side. */
  differences: FieldDifference[];
  /** How many there are. */
  found: number;
  /** Fields with the same value and spelling. A field is a value that is no object or list, or an empty one. */
  equal: number;
  /** Objects whose common keys have another order. */
  reordered: number;
}

/** A side's document as it is read now. */
export interface ComparedSource {
  /** `missing`: the side has no such document now. `unreadable`: the side could not be read; `why` says the reason. */
  state: 'read' | 'missing' | 'unreadable';
  why: string | null;
  bytes: number | null;
  /** It is not what the comparison read: another content, missing, or new. null: unknown. */
  changedSince: boolean | null;
}

export interface ComparedDocument {
  left: ComparedSource;
  right: ComparedSource;
  /** null: only one side has it, or `notCompared` says why it was not compared. */
  fields: FieldDifferences | null;
  notCompared: string | null;
  /** The document of the only side that has it: JSON, cut where it is long. */
  only: ShownValue | null;
}
