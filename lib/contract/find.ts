import { z } from 'zod';
import { JOB_STATUSES } from './job.ts';

/** What is typed into the palette, and the cluster whose page it is on; none: the choice of clusters. */
export const findQuery = z.object({
  find: z.string().max(255).default(''),
  /** Those of its words that are not an action's: "government" of "restore government". */
  object: z.string().max(255).optional(),
  cluster: z.string().max(255).optional(),
});
export type FindQuery = z.output<typeof findQuery>;

/** The key of its cluster. */
const onCluster = { cluster: z.string() };

export const foundObject = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('alias'),
    ...onCluster,
    name: z.string(),
    /** How many indices it points to; 0: it is missing, with an open incident. */
    indices: z.number(),
    /** One of them; null: it is missing. */
    index: z.string().nullable(),
    /** null: unknown. */
    documents: z.number().nullable(),
  }),
  z.object({
    kind: z.literal('index'),
    ...onCluster,
    name: z.string(),
    state: z.enum(['open', 'closed']),
    documents: z.number().nullable(),
    /** How many aliases point to it. */
    aliases: z.number(),
    /** The alias that it has, or that its name begins with; null: none. */
    group: z.string().nullable(),
  }),
  z.object({
    kind: z.literal('backup'),
    ...onCluster,
    /** Of the zip file, as in its address. */
    id: z.string(),
    /** The name of the file. A long one is cut: it is only shown. */
    name: z.string(),
    takenAt: z.iso.datetime().nullable(),
    documents: z.number().nullable(),
    /** Its table of contents can be read. */
    readable: z.boolean(),
  }),
  z.object({
    kind: z.literal('snapshot'),
    ...onCluster,
    repository: z.string(),
    name: z.string(),
    /** null: not known yet. */
    takenAt: z.iso.datetime().nullable(),
    /** In the server's word. */
    state: z.string(),
    indices: z.number(),
  }),
  z.object({
    kind: z.literal('job'),
    ...onCluster,
    id: z.string(),
    /** Its title; a long one is cut. */
    name: z.string(),
    status: z.enum(JOB_STATUSES),
    createdAt: z.iso.datetime(),
  }),
  z.object({
    kind: z.literal('incident'),
    ...onCluster,
    id: z.string(),
    /** Its title; a long one is cut. */
    name: z.string(),
    open: z.boolean(),
    since: z.string(),
  }),
  z.object({ kind: z.literal('schedule'), ...onCluster, name: z.string(), paused: z.boolean() }),
  z.object({ kind: z.literal('repository'), ...onCluster, name: z.string(), type: z.string() }),
]);
export type FoundObject = z.infer<typeof foundObject>;

/** In the order of their groups. */
export const FOUND_KINDS = [
  'alias',
  'index',
  'backup',
  'snapshot',
  'job',
  'incident',
  'schedule',
  'repository',
] as const satisfies readonly FoundObject['kind'][];
export type FoundKind = (typeof FOUND_KINDS)[number];

const foundGroup = z.object({
  /** The best first. */
  objects: z.array(foundObject),
  /** How many more match. */
  more: z.number(),
});

export const found = z.object({
  /** Of the cluster whose page it is, or of all where it is the choice of clusters. */
  groups: z.array(foundGroup.extend({ kind: z.enum(FOUND_KINDS) })),
  /** Of the other clusters. */
  elsewhere: foundGroup,
  /** What `object` names. */
  actedOn: z.array(foundObject),
  /** The permissions that this person has on the other clusters, each of which is in one of these. */
  may: z.array(z.object({ clusters: z.array(z.string()), permissions: z.array(z.string()) })),
  /** What can't be searched now, or is old, as sentences. */
  notes: z.array(z.string()),
  /** A list is being read: the next answer has more. */
  reading: z.boolean(),
});
export type Found = z.infer<typeof found>;
