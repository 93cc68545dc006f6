/** Where the search app keeps its documents. A rejected promise means that the write may be tried again. */
export interface DocumentStore {
  /** Replaces the whole document. `json` is the object as posted, with `_id` and `_type` where it had them. */
  replace(index: string, id: string, json: string): Promise<void>;
  /** Sets fields of a document. Does nothing where the document is missing, as the app of 2018. */
  amend(index: string, id: string, fields: Fields): Promise<void>;
  /** A missing document is no error. */
  remove(index: string, id: string): Promise<void>;
  /** Makes everything that was written visible to searches. */
  refresh(index: string): Promise<void>;
}

/** A name that ends in `[]` in the form is a list here. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;
