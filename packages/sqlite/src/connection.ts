import { createClient } from '@libsql/client'
import { isBusy, pause, untilFree } from './busy.js'
import type { Database } from './database.js'
import { explain } from './explain.js'
import { createQueue } from './in-turn.js'
import { findUri, isMoved } from './is-moved.js'
import { setUp } from './set-up.js'
import type { SqliteSourceOptions } from './sqlite-source.js'
import { untilAborted } from './until-aborted.js'

/** For how long a read relies on the last look whether the file is still there, in milliseconds. */
const LOOK = 200

/** How often some work is tried again for other reasons than the lock. */
const TRIES = 3

/** A connection to the database, which is opened again when it fails or when its file is gone. */
export interface Connection {
  /**
   * Does some work: again while another connection has the lock, and again if the file turns out to be gone. So the work
   * must be harmless when repeated.
   */
  use<Result>(
    kind: 'read' | 'write',
    work: (database: Database) => Promise<Result>,
    signal: AbortSignal,
  ): Promise<Result>
  close(): void
}

/** Creates a connection; it opens with the first work. */
export function createConnection(
  { url }: SqliteSourceOptions,
  namespace: string,
  newFloor: () => number,
): Connection {
  const closing = new AbortController()
  const looks = createQueue()
  let opening: Promise<Database> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY

  const open = async (): Promise<Database> => {
    const client = createClient({ url, concurrency: 1 })
    try {
      const number = await setUp(client, namespace, newFloor())
      return { client, namespace: number, uri: await findUri(client) }
    } catch (error) {
      client.close()
      throw error
    }
  }
  const drop = (opened: Promise<Database>): void => {
    if (opening === opened) opening = undefined
    opened.then(({ client }) => client.close()).catch(() => {})
  }
  const hasMoved = async (database: Database, kind: 'read' | 'write'): Promise<boolean> => {
    if (kind === 'read' && performance.now() - lookedAt < LOOK) return false
    lookedAt = performance.now()
    return looks(() => isMoved(database))
  }

  return {
    async use(kind, work, signal) {
      for (let failures = 0; ; ) {
        let busy = false
        signal.throwIfAborted()
        closing.signal.throwIfAborted()
        opening ??= open()
        const opened = opening
        try {
          const database = await untilAborted(opened, signal)
          if (kind === 'write') await untilFree(database.client, signal)
          const result = await work(database)
          if (!(await hasMoved(database, kind))) return result
          if (++failures === TRIES)
            throw new Error('The file with the revocations is replaced again and again.')
        } catch (error) {
          if (signal.aborted) throw error
          // If it was closed meanwhile, because its file is gone, the error comes from that.
          busy = isBusy(error)
          if (!busy && (opening === opened || ++failures === TRIES)) {
            drop(opened)
            throw explain(error)
          }
        }
        // Not only when its file is gone: libsql leaves a statement that found the lock taken in progress, and no later
        // transaction of that connection can be committed.
        drop(opened)
        if (busy) await pause(signal)
      }
    },
    close() {
      closing.abort(new Error('The store is closed.'))
      if (opening !== undefined) drop(opening)
    },
  }
}
