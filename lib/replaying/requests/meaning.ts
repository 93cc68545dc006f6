/** What a captured request does to the documents, as far as its method, its target and its body tell. */
export type Meaning = { kind: 'read' } | { kind: 'administration' } | WriteMeaning;

export interface WriteMeaning {
  kind: 'write';
  /** With placeholders: `POST /{index}/documents/{id}`. */
  pattern: string;
  /** As the request names them; empty: it names none. */
  indices: readonly string[];
  /**
   * The ids of the documents that it writes, without index: an alias and an index may be one. `everything`: it waits for
   * all earlier requests, and all later ones wait for it.
   */
  order: 'everything' | { ids: readonly string[] };
  /** Has the same effect when the target receives it twice in a row. */
  repeatable: boolean;
  isBulk: boolean;
  /** Documents that it writes or deletes; 0: not known. */
  documents: number;
  /** How many of them it deletes. */
  deletes: number;
  /** Deletes by a query, or everything. */
  deletesMany: boolean;
  /** 409 means that the target has a newer version of the document. */
  external: boolean;
}

type Facts = Partial<Omit<WriteMeaning, 'kind' | 'pattern'>>;

/** A write of one document that may be repeated, unless `facts` say otherwise. */
export const write = (pattern: string, facts: Facts): WriteMeaning => ({
  kind: 'write',
  pattern,
  indices: [],
  order: 'everything',
  repeatable: true,
  isBulk: false,
  documents: 0,
  deletes: 0,
  deletesMany: false,
  external: false,
  ...facts,
});

/** A write of the document of this id; null: the target makes one, which differs each time. */
export const writeOne = (pattern: string, id: string | null, facts: Facts): WriteMeaning =>
  write(pattern, {
    order: { ids: id === null ? [] : [id] },
    repeatable: id !== null,
    documents: 1,
    deletes: pattern.startsWith('DELETE') ? 1 : 0,
    ...facts,
  });
