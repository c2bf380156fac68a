import type { CreateLink, Link } from './link.js'
import { createLinkLife, type LinkLife } from './link-life.js'

/** A link that is opened when it is needed, and replaced after a failure. */
export interface Connection {
  /**
   * Uses the link. Rejects at once if the signal is aborted or the link fails. The next call opens another link if this
   * one has failed, or has returned nothing since an aborted call began.
   */
  use<Result>(call: (link: Link) => Promise<Result>, signal: AbortSignal): Promise<Result>
  /** Destroys the link. Later calls reject. */
  close(): void
}

/**
 * Creates a connection. Clients reconnect and repeat commands, each in its own way, and wait for a server that hangs;
 * with a new link after each failure, nothing of that applies here.
 *
 * @param patience - After how many seconds without any reply the next call opens another link. What is pending may still
 * get its reply.
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
      if (closed) throw closedError()
      signal.throwIfAborted()
      current ??= open()
      return current.use(call, signal)
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
