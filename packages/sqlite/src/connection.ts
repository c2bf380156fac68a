import { createClient } from '@libsql/client'
import type { StoreContext } from '@stream-token/core'
import { isBusy, pause, untilFree } from './busy.js'
import { createQueue } from './create-queue.js'
import type { Database } from './database.js'
import { explain } from './explain.js'
import { findUri, isMoved } from './is-moved.js'
import { setUp } from './set-up.js'
import { untilAborted } from './until-aborted.js'

/** For how long a read relies on the last look whether the file is still there, in milliseconds. */
const LOOK = 200

/** How much later than now the floor of new data is, in milliseconds: the largest `clockSkew`. */
const SKEW = 300

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
  close(): Promise<void>
}

/** Creates a connection; it opens with the first work. */
export function createConnection(
  url: string,
  name: string,
  { clock, notify }: Pick<StoreContext, 'clock' | 'notify'>,
): Connection {
  const closing = new AbortController()
  const looks = createQueue()
  let opening: Promise<Database> | undefined
  let lookedAt = Number.NEGATIVE_INFINITY

  const open = async (): Promise<Database> => {
    const client = createClient({ url, concurrency: 1 })
    try {
      const { namespace, isNew } = await setUp(client, name, Math.ceil(clock()) + SKEW)
      const uri = await findUri(client)
      if (isNew) notify({ type: 'store_was_empty' })
      return { client, namespace, uri }
    } catch (error) {
      client.close()
      throw error
    }
  }
  const drop = async (opened: Promise<Database>, last = ''): Promise<void> => {
    if (opening === opened) opening = undefined
    try {
      const { client } = await opened
      await client.executeMultiple(last).finally(() => client.close())
    } catch {} // It never opened, or has failed.
  }
  const hasMoved = async (database: Database, kind: 'read' | 'write'): Promise<boolean> => {
    if (kind === 'read' && performance.now() - lookedAt < LOOK) return false
    lookedAt = performance.now()
    return looks(() => isMoved(database))
  }

  return {
    async use(kind, work, signal) {
      for (let failures = 0; failures < TRIES; ) {
        signal.throwIfAborted()
        closing.signal.throwIfAborted()
        opening ??= open()
        const opened = opening
        try {
          const database = await untilAborted(opened, signal)
          if (kind === 'write') await untilFree(database.client, signal)
          const result = await work(database)
          if (!(await hasMoved(database, kind))) return result
          failures++
        } catch (error) {
          if (signal.aborted) throw error
          if (isBusy(error)) {
            // libsql leaves a statement that found the lock taken in progress: that connection can commit nothing more.
            await drop(opened)
            await pause(signal)
            continue
          }
          // If it was closed meanwhile, because its file is gone, the error comes from that.
          if (opening === opened) {
            await drop(opened)
            throw explain(error)
          }
          failures++
        }
        await drop(opened)
      }
      throw new Error('The file with the revocations is replaced again and again.')
    },
    async close() {
      closing.abort(new Error('The store is closed.'))
      // libsql ends a connection only when its statements are garbage. Until then, all would be in the log beside the file.
      if (opening !== undefined) await drop(opening, 'pragma wal_checkpoint(truncate)')
    },
  }
}
