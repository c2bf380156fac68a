/** A connection to Redis that belongs to the store: a duplicate of the app's client, or one from an address. */
export interface Link {
  connect(): Promise<unknown>
  /** Runs a script on the server that accepts writes to these keys. */
  run(script: string, keys: readonly string[], args: readonly string[]): Promise<unknown>
  /** Reads the entries of a stream after one, and waits for the next ones if there are none. */
  follow(key: string, after: string, milliseconds: number): Promise<unknown>
  /** Closes the connection at once, also while it connects or waits. */
  destroy(): void
}

/** Creates a link. `onError` is called when its only server is gone; a cluster finds its servers itself. */
export type CreateLink = (onError: (error: unknown) => void) => Link | Promise<Link>

/** How many entries one command reads. */
export const ENTRIES_A_READ = 100
