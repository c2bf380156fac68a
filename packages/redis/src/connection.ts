import type { CreateLink, Link } from './link.js'
import { createLinkLife, type LinkLife, type PendingCall } from './link-life.js'

/** A link that is opened when it is needed, and replaced after a failure. */
export interface Connection {
  /**
   * Uses the link. Rejects at once if the signal is aborted or the link fails. If the link seems to hang, the call is also
   * made on another one, and the first outcome counts: so a call must be one that can be repeated.
   */
  use(call: (link: Link) => Promise<unknown>, signal: AbortSignal): Promise<unknown>
  /** Destroys the link. Later calls reject. */
  close(): void
}

/**
 * Creates a connection. Clients reconnect and repeat commands, each in its own way, and wait for a server that hangs;
 * with a new link after each failure, nothing of that applies here.
 *
 * @param patience - After how many seconds without any reply a link seems to hang.
 */
export function createConnection(createLink: CreateLink, patience: number): Connection {
  let current: LinkLife | undefined
  let closed = false
  const lives = new Set<LinkLife>()

  const open = (): LinkLife => {
    const life = createLinkLife(createLink, patience, {
      onRetired() {
        if (current === life) current = undefined
      },
      onEnded: () => lives.delete(life),
    })
    lives.add(life)
    return life
  }

  return {
    use: (run, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason)
        if (closed) return reject(closedError())
        /** The links on which the call is pending. */
        const used: LinkLife[] = []
        const settle = (isLate: boolean): void => {
          signal.removeEventListener('abort', abort)
          for (const life of used.splice(0)) life.forget(call, isLate)
        }
        const abort = (): void => {
          settle(true)
          reject(signal.reason)
        }
        const call: PendingCall = {
          run,
          resolve(result) {
            settle(false)
            resolve(result)
          },
          reject(cause) {
            settle(false)
            reject(cause)
          },
          repeat: () => make(),
        }
        const make = (): void => {
          current ??= open()
          used.push(current)
          current.make(call)
        }
        signal.addEventListener('abort', abort)
        make()
      }),
    close() {
      closed = true
      for (const life of lives) life.end(closedError())
    },
  }
}

function closedError(): Error {
  return new Error('The revocation store is closed.')
}
