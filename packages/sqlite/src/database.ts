import type { Client } from '@libsql/client'

/** A database that is open and has the current schema. */
export interface Database {
  readonly client: Client
  /** The number of the namespace in this database. */
  readonly namespace: number
  /** The URI that opens the same file once more, if it exists. */
  readonly uri: string
}
