import type { CreateLink, Link } from './link.js'
import { rejection } from './rejection.js'

/** Why a call is aborted whose outcome another link had first. This says nothing about the link. */
export const NOT_NEEDED: Error = new Error('Another connection was faster.')

/** One link from its creation to its end. */
export interface LinkLife {
  /** Uses the link, until the call or the link ends or `aborted` rejects. */
  use(call: (link: Link) => Promise<unknown>, aborted: Promise<never>): Promise<unknown>
  /** Resolves when the link seems to hang. What is pending may still get its reply. */
  readonly retired: Promise<undefined>
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
  const watch = (seconds: number, isDoubted = false): void => {
    timer = setTimeout(() => {
      const rest = patience - (performance.now() - quietSince) / 1000
      if (rest > 0) watch(rest)
      else if (isDoubted) retire()
      // This process may have been busy for so long: what has arrived meanwhile is read first.
      else watch(GRACE, true)
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
    async use(call, aborted) {
      begin()
      const beganAt = performance.now()
      let isAborted = false
      const abortion = aborted.catch(cause => {
        isAborted = true
        if (cause !== NOT_NEEDED && quietSince <= beganAt) retire()
        throw cause
      })
      try {
        const result = await Promise.race([connected.then(call), ending.promise, abortion])
        quietSince = performance.now()
        return result
      } catch (cause) {
        if (!isAborted) end(cause)
        throw cause
      } finally {
        finish()
      }
    },
  }
}

function ignore(): void {}
