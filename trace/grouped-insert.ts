/** Inserts rows of one table several at a time: one statement for a group costs markedly less than one each. */
import type Database from "better-sqlite3";
import { HASH_BYTES, type Cell } from "./chain.ts";
import { CHAINED_COLUMNS, CHAINED_TABLES, type ChainedTable } from "./schema.ts";

const GROUP = 10;

/** One for every chained table. */
export function groupedInserts(db: Database.Database): Record<ChainedTable, GroupedInsert> {
  const columns = (table: ChainedTable) => ["n", ...CHAINED_COLUMNS[table], "hash"];
  const inserts = CHAINED_TABLES.map((table) => [table, new GroupedInsert(db, table, columns(table))]);
  return Object.fromEntries(inserts) as Record<ChainedTable, GroupedInsert>;
}

export class GroupedInsert {
  #one: Database.Statement;
  #group: Database.Statement;
  #width: number;
  /** Rows not yet handed to SQLite, one after the other. */
  #waiting: (Cell | Buffer)[] = [];
  /** The chain overwrites its head, so each waiting row keeps its hash here. */
  #hashes = Array.from({ length: GROUP }, () => Buffer.alloc(HASH_BYTES));

  constructor(db: Database.Database, table: string, columns: readonly string[]) {
    const row = `(${columns.map(() => "?").join()})`;
    const insert = `INSERT INTO ${table} (${columns.join()}) VALUES `;
    this.#one = db.prepare(insert + row);
    this.#group = db.prepare(insert + Array.from({ length: GROUP }, () => row).join());
    this.#width = columns.length;
  }

  /** Takes a row; it is in the table after `flush` at the latest. */
  add(n: number, cells: readonly Cell[], head: Buffer): void {
    const hash = this.#hashes[this.#waiting.length / this.#width] ?? Buffer.alloc(HASH_BYTES);
    head.copy(hash);
    this.#waiting.push(n, ...cells, hash);
    if (this.#waiting.length < GROUP * this.#width) return;
    this.#group.run(this.#waiting);
    this.#waiting = [];
  }

  flush(): void {
    for (let from = 0; from < this.#waiting.length; from += this.#width) {
      this.#one.run(this.#waiting.slice(from, from + this.#width));
    }
    this.#waiting = [];
  }
}
