import { DatabaseSync } from 'node:sqlite';

interface Entry {
  type: 'table' | 'index' | 'trigger' | 'view';
  name: string;
  sql: string;
}

/** A database as statements that make it again. Rows come before triggers, which would count them. */
export function sqlOf(file: string): string {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const entries = database
      .prepare('SELECT type, name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid')
      .all() as unknown as Entry[];
    const tables = entries.filter(({ type }) => type === 'table');
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    return [
      'PRAGMA foreign_keys = OFF;',
      // SQLite makes its own table of the last numbers with the first table that has one.
      ...tables.filter(({ name }) => !name.startsWith('sqlite_')).map(({ sql }) => `${sql};`),
      ...tables.flatMap(({ name }) => rowsOf(database, name)),
      ...entries.filter(({ type }) => type !== 'table').map(({ sql }) => `${sql};`),
      `PRAGMA user_version = ${String(version)};`,
      '',
    ].join('\n');
  } finally {
    database.close();
  }
}

function rowsOf(database: DatabaseSync, table: string): string[] {
  const columns = database.prepare(`SELECT name FROM pragma_table_info(?)`).all(table);
  const quoted = columns.map(({ name }) => `quote("${String(name)}")`).join(` || ',' || `);
  const clear = table === 'sqlite_sequence' ? ['DELETE FROM sqlite_sequence;'] : [];
  const rows = database.prepare(`SELECT ${quoted} AS row FROM "${table}"`).all();
  return [...clear, ...rows.map(({ row }) => `INSERT INTO "${table}" VALUES (${String(row)});`)];
}
