import type { SeedDocument } from '../servers/seed-index.ts';
import { deletedIds, publishedDocuments, type AfterTheBackup } from './after-the-backup.ts';
import * as requests from './captured-request.ts';
import type { SampleMessage, SampleRequest } from './captured-request.ts';
import { findSection } from './documents.ts';
import { Random } from './random.ts';
import type { Timeline } from './timeline.ts';
import { NOUNS, THINGS } from './vocabulary.ts';

export const SERVERS = ['search-1', 'search-2'] as const;

const MINUTE_MS = 60_000;
/** How long the burst of deletions takes. */
const LOSS_MS = 45_000;

/**
 * The requests to the search app from before last night's backup until after the loss, in order of time. What is written between the
 * two makes of the backup's documents those that the index had when they were lost.
 */
export function morningTraffic({ lastNight, loss, events }: Timeline): SampleRequest[] {
  const lost = events.find((event) => event.kind === 'document-loss')!;
  const random = new Random(7_834);
  const timed = [
    ...beforeTheBackup(random, lost, lastNight.getTime()),
    ...published(random, lost, { from: lastNight.getTime() + 4 * MINUTE_MS, to: loss.getTime() - 2 * MINUTE_MS }),
    ...otherIndices(random, { from: lastNight.getTime() + MINUTE_MS, to: loss.getTime() - MINUTE_MS }),
    ...reads(random, { from: lastNight.getTime() - 90 * MINUTE_MS, to: loss.getTime() + 5 * MINUTE_MS }),
    ...deletions(lost, loss.getTime()),
  ];
  return timed
    .sort((left, right) => left.at - right.at)
    .map((request) => ({ ...request, server: random.pick(SERVERS) }));
}

type Timed = SampleMessage & { at: number };
interface Span {
  from: number;
  to: number;
}

const timeIn = (random: Random, { from, to }: Span): number => random.integer(from, to);

/** Documents that are changed and changed back: the backup has them as they were at its start. */
function beforeTheBackup(random: Random, { alias, documents }: AfterTheBackup, backupStart: number): Timed[] {
  const { document } = findSection(alias);
  return Array.from({ length: 12 }, (_, n) => document(Math.floor(((n + 0.5) * documents) / 12))).flatMap((page) => {
    const at = timeIn(random, { from: backupStart - 80 * MINUTE_MS, to: backupStart - 20 * MINUTE_MS });
    return [
      { at, ...requests.postDocument(alias, draftOf(page)) },
      { at: at + random.integer(2, 15) * MINUTE_MS, ...requests.postDocument(alias, page) },
    ];
  });
}

/** Some are published in two steps, so that only the right order gives what was there. */
function published(random: Random, event: AfterTheBackup, span: Span): Timed[] {
  const { alias, documents, added } = event;
  const { document } = findSection(alias);
  const steps = publishedDocuments(event).flatMap((page, n): Timed[] => {
    const at = timeIn(random, { from: span.from + 20 * MINUTE_MS, to: span.to });
    const final = { at, ...requests.postDocument(alias, page) };
    const earlier = at - random.integer(1, 15) * MINUTE_MS;
    if (n % 3 === 0) return [{ at: earlier, ...requests.postDocument(alias, draftOf(page)) }, final];
    if (n % 3 === 1)
      return [{ at: earlier, ...requests.amendDocument(alias, page.id, { popularity: '0.0512' }) }, final];
    return [final];
  });
  const withdrawn = [0, 1, 2].flatMap((n): Timed[] => {
    const page = document(documents + added + n);
    const at = timeIn(random, { from: span.from, to: span.to - 16 * MINUTE_MS });
    const later = at + random.integer(2, 15) * MINUTE_MS;
    return [
      { at, ...requests.postDocument(alias, page) },
      { at: later, ...requests.deleteDocument(alias, page.id) },
      { at: later + 30_000, ...requests.amendDocument(alias, page.id, { is_withdrawn: 'true' }) },
    ];
  });
  return [...steps, ...withdrawn, { at: span.to + MINUTE_MS, ...requests.commit(alias) }];
}

/** The same page, not ready yet. */
const draftOf = ({ id, source }: SeedDocument): SeedDocument => ({
  id,
  source: String(source).replace(/"description":"[^"]*"/, '"description":"This page is being written."'),
});

/** Pages of another index, which lost nothing, are published again as they are. */
function otherIndices(random: Random, span: Span): Timed[] {
  const { document } = findSection('detailed');
  return Array.from({ length: 18 }, (_, n) => ({
    at: timeIn(random, span),
    ...requests.postDocument('detailed', document(n * 140)),
  }));
}

function reads(random: Random, span: Span): Timed[] {
  return Array.from({ length: 140 }, (_, n) => ({
    at: timeIn(random, span),
    ...(n % 10 === 0 ? requests.searchByPost('government', random.pick(THINGS)) : requests.search(random.pick(NOUNS))),
  }));
}

function deletions(event: AfterTheBackup, loss: number): Timed[] {
  const ids = deletedIds(event);
  return ids.map((id, n) => ({
    at: loss + Math.floor((n * LOSS_MS) / ids.length),
    ...requests.deleteDocument(event.alias, id),
  }));
}
