import type { CreateLink, Link } from './link.js'

/** A call that waits for its outcome, on one link or on several. */
export interface PendingCall {
  run(link: Link): Promise<unknown>
  resolve(result: unknown): void
  reject(cause: unknown): void
  /** The link seems to hang: makes the call on another one too. */
  repeat(): void
}

/** One link from its creation to its end. */
export interface LinkLife {
  /** Makes a call on the link. It is rejected when the link ends. */
  make(call: PendingCall): void
  /** Forgets a call. `isLate`: nothing has returned in time, so that the link seems to hang if it is quiet since. */
  forget(call: PendingCall, isLate: boolean): void
  /** Rejects what is pending, and destroys the link. */
  end(cause: unknown): void
}

/** In seconds. */
const GRACE = 0.02

/** Who is notified. */
interface Listeners {
  /** The link must not get new calls. */
  onRetired(): void
  /** The link is destroyed. */
  onEnded(): void
}

/**
 * Creates a link. It retires if it seems to hang: what is pending may still get its reply. It ends when it fails, or has
 * retired and nothing is pending.
 */
export function createLinkLife(createLink: CreateLink, patience: number, listeners: Listeners): LinkLife {
  /** The calls, and when they began. A promise that lives as long as the link would keep all that wait for it. */
  const pending = new Map<PendingCall, number>()
  let quietSince = 0
  let isRetired = false
  let isEnded = false
  let timer: ReturnType<typeof setTimeout> | undefined

  const retire = (): void => {
    if (isRetired) return
    isRetired = true
    clearTimeout(timer)
    listeners.onRetired()
    if (pending.size === 0) end(hangs())
    for (const call of [...pending.keys()]) call.repeat()
  }
  const end = (cause: unknown): void => {
    if (isEnded) return
    isEnded = true
    isRetired = true
    clearTimeout(timer)
    listeners.onRetired()
    listeners.onEnded()
    created.then(link => link.destroy(), ignore)
    for (const call of [...pending.keys()]) call.reject(cause)
  }
  const watch = (seconds: number, isDoubted = false): void => {
    timer = setTimeout(() => {
      const rest = patience - (performance.now() - quietSince) / 1000
      if (rest > 0) watch(rest)
      else if (isDoubted) retire()
      // This process may have been busy for so long: what has arrived meanwhile is read first.
      else watch(GRACE, true)
    }, seconds * 1000)
  }
  const forget = (call: PendingCall): number | undefined => {
    const begunAt = pending.get(call)
    if (!pending.delete(call) || pending.size > 0) return begunAt
    clearTimeout(timer)
    if (isRetired) end(hangs())
    return begunAt
  }

  const created = Promise.resolve().then(() => createLink(end))
  const connected = created.then(async link => {
    await link.connect()
    return link
  })
  connected.catch(end)

  return {
    end,
    make(call) {
      if (pending.size === 0) {
        quietSince = performance.now()
        if (patience < Number.POSITIVE_INFINITY) watch(patience)
      }
      pending.set(call, performance.now())
      connected
        .then(link => call.run(link))
        .then(
          result => {
            quietSince = performance.now()
            if (forget(call) !== undefined) call.resolve(result)
          },
          cause => {
            if (pending.has(call)) end(cause)
          },
        )
    },
    forget(call, isLate) {
      const begunAt = forget(call)
      if (isLate && begunAt !== undefined && quietSince <= begunAt) retire()
    },
  }
}

function hangs(): Error {
  return new Error('The connection to Redis hangs.')
}

function ignore(): void {}
