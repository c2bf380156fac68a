import type { CreateLink, Link } from './link.js'

/** A link that is opened when it is needed, and replaced after a failure. */
export interface Connection {
  /**
   * Uses the link. Rejects at once if the signal is aborted or the link fails. A link that fails, or that has returned
   * nothing since an aborted call began, is destroyed: the next call opens another one.
   */
  use<Result>(call: (link: Link) => Promise<Result>, signal: AbortSignal): Promise<Result>
  /** Destroys the link. Later calls reject. */
  close(): void
}

/** One link from its creation to its end. */
interface Life {
  /** Resolves when the link is connected. */
  readonly link: Promise<Link>
  /** Rejects when the link ends; never resolves. */
  readonly ended: Promise<never>
  readonly end: (cause: unknown) => void
  lastReply: number
}

/**
 * Creates a connection. Clients reconnect and repeat commands, each in its own way, and wait for a server that hangs;
 * with a new link after each failure, nothing of that applies here.
 */
export function createConnection(createLink: CreateLink): Connection {
  let current: Life | undefined
  let closed = false

  const open = (): Life => {
    const { promise: ended, reject } = rejection()
    const end = (cause: unknown): void => {
      if (current === life) current = undefined
      reject(cause)
      created.then(link => link.destroy(), ignore)
    }
    const created = Promise.resolve().then(() => createLink(end))
    const link = created.then(async one => {
      await one.connect()
      return one
    })
    const life: Life = { link, ended, end, lastReply: Number.NEGATIVE_INFINITY }
    link.catch(end)
    return life
  }

  return {
    async use(call, signal) {
      if (closed) throw closedError()
      signal.throwIfAborted()
      const began = performance.now()
      current ??= open()
      const life = current
      const abortion = rejection()
      const onAbort = (): void => {
        abortion.reject(signal.reason)
        if (life.lastReply <= began) life.end(signal.reason)
      }
      signal.addEventListener('abort', onAbort)
      try {
        const result = await Promise.race([life.link.then(call), life.ended, abortion.promise])
        life.lastReply = performance.now()
        return result
      } catch (cause) {
        if (!signal.aborted) life.end(cause)
        throw cause
      } finally {
        signal.removeEventListener('abort', onAbort)
      }
    },
    close() {
      closed = true
      current?.end(closedError())
    },
  }
}

/** A promise to reject later, which may have nobody who waits for it. */
function rejection(): { readonly promise: Promise<never>; readonly reject: (cause: unknown) => void } {
  let reject: (cause: unknown) => void = ignore
  const promise = new Promise<never>((_, rejectIt) => {
    reject = rejectIt
  })
  promise.catch(ignore)
  return { promise, reject: cause => reject(cause) }
}

function closedError(): Error {
  return new Error('The revocation store is closed.')
}

function ignore(): void {}
