import type { DatabaseSync } from 'node:sqlite';

/**
 * Gives each request the status of its answer. An id may belong to one request, or to a whole connection (GoReplay 1.2):
 * then the answers are taken in order, if there are as many as requests. `100 Continue` is no answer.
 */
export function pairAnswers(database: DatabaseSync): void {
  database.exec(`
    CREATE TEMP TABLE asked AS
      SELECT number, id, row_number() OVER (PARTITION BY id ORDER BY at, file, place, part) AS nth, count(*) OVER (PARTITION BY id) AS many
      FROM request;
    CREATE TEMP TABLE answered AS
      SELECT id, status, refused_items, row_number() OVER (PARTITION BY id ORDER BY at) AS nth, count(*) OVER (PARTITION BY id) AS many
      FROM answer WHERE status >= 200;
    CREATE INDEX temp.answered_by_id ON answered (id, nth);
    UPDATE request SET answer = found.status, refused_items = found.refused_items
      FROM (SELECT asked.number, answered.status, answered.refused_items
            FROM asked JOIN answered ON answered.id = asked.id AND answered.nth = asked.nth AND answered.many = asked.many) AS found
      WHERE request.number = found.number;
    DROP TABLE asked;
    DROP TABLE answered;
  `);
}

/** Answers whose request the capture lost. */
export const countLostRequests = (database: DatabaseSync): number =>
  Number(
    database
      .prepare(
        'SELECT count(*) AS lost FROM answer WHERE status >= 200 AND NOT EXISTS (SELECT 1 FROM request WHERE request.id = answer.id)',
      )
      .get()?.['lost'] ?? 0,
  );
