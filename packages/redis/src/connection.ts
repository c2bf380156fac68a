import type { CreateLink, Link } from './link.js'
import { createLinkLife, type LinkLife, NOT_NEEDED } from './link-life.js'
import { rejection } from './rejection.js'

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
    async use(call, signal) {
      const { promise: aborted, reject } = rejection()
      const onAbort = (): void => reject(signal.reason)
      signal.addEventListener('abort', onAbort)
      try {
        const tries: Promise<{ readonly result: unknown }>[] = []
        for (;;) {
          if (closed) throw closedError()
          signal.throwIfAborted()
          current ??= open()
          const { use, retired } = current
          tries.push(use(call, aborted).then(result => ({ result })))
          const first = await Promise.race([...tries, retired])
          if (first !== undefined) return first.result
        }
      } finally {
        signal.removeEventListener('abort', onAbort)
        reject(NOT_NEEDED)
      }
    },
    close() {
      closed = true
      for (const life of lives) life.end(closedError())
    },
  }
}

function closedError(): Error {
  return new Error('The revocation store is closed.')
}
