import type { CreateLink, Link } from './link.js'

/** One link from its creation to its end. */
export interface LinkLife {
  use(call: (link: Link) => Promise<unknown>, signal: AbortSignal): Promise<unknown>
  /** Resolves when the link seems to hang. What is pending may still get its reply. */
  readonly retired: Promise<undefined>
  /** Rejects what is pending, and destroys the link. */
  end(cause: unknown): void
}

/** Who is notified. */
interface Listeners {
  /** The link must not get new calls. */
  onRetired(): void
  /** The link is destroyed. */
  onEnded(): void
}

/** Creates a link. It retires if it seems to hang, and ends when it fails, or has retired and nothing is pending. */
export function createLinkLife(createLink: CreateLink, patience: number, listeners: Listeners): LinkLife {
  let pending = 0
  let quietSince = 0
  let isRetired = false
  let isEnded = false
  let timer: ReturnType<typeof setTimeout> | undefined
  let resolveRetired: (value: undefined) => void = ignore
  const retired = new Promise<undefined>(resolve => {
    resolveRetired = resolve
  })
  const ending = rejection()

  const retire = (): void => {
    isRetired = true
    clearTimeout(timer)
    listeners.onRetired()
    resolveRetired(undefined)
    if (pending === 0) end(new Error('The connection to Redis hangs.'))
  }
  const end = (cause: unknown): void => {
    if (isEnded) return
    isEnded = true
    isRetired = true
    clearTimeout(timer)
    listeners.onRetired()
    listeners.onEnded()
    ending.reject(cause)
    created.then(link => link.destroy(), ignore)
  }
  const watch = (seconds: number): void => {
    timer = setTimeout(() => {
      const rest = patience - (performance.now() - quietSince) / 1000
      if (rest > 0) watch(rest)
      else retire()
    }, seconds * 1000)
  }
  const begin = (): void => {
    if (pending++ > 0) return
    quietSince = performance.now()
    if (patience < Number.POSITIVE_INFINITY) watch(patience)
  }
  const finish = (): void => {
    if (--pending > 0) return
    clearTimeout(timer)
    if (isRetired) end(new Error('The connection to Redis hangs.'))
  }

  const created = Promise.resolve().then(() => createLink(end))
  const connected = created.then(async link => {
    await link.connect()
    return link
  })
  connected.catch(end)

  return {
    end,
    retired,
    async use(call, signal) {
      begin()
      const beganAt = performance.now()
      const abortion = rejection()
      const onAbort = (): void => {
        abortion.reject(signal.reason)
        if (quietSince <= beganAt) retire()
      }
      signal.addEventListener('abort', onAbort)
      try {
        const result = await Promise.race([connected.then(call), ending.promise, abortion.promise])
        quietSince = performance.now()
        return result
      } catch (cause) {
        if (!signal.aborted) end(cause)
        throw cause
      } finally {
        signal.removeEventListener('abort', onAbort)
        finish()
      }
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

function ignore(): void {}
