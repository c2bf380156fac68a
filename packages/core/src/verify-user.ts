import type { ErrorReason } from './error-reasons.js'
import { TokenProviderError, withCause } from './errors.js'
import type { TokenRequest } from './http.js'
import { type Identity, parseIdentity } from './identity.js'
import type { Settings } from './settings.js'
import { isJsonObject, type JsonObject } from './strict-json.js'

/** What `verifyUser` is given beside the framework's own request. */
export interface VerifyUserContext {
  /** The request's JSON body, `{}` where there is none. Whatever it names, it is no identity. */
  readonly body: JsonObject
  /** Aborted when the client is gone or `verifyUserTimeout` is over. */
  readonly signal: AbortSignal
}

/** What `verifyUser` may answer: a user's id, the user, or that nobody is signed in. */
export type VerifyUserAnswer = string | Identity | null | undefined | false

/**
 * The app's own check of who is asking, by session, cookie or bearer token: the only source of the identity.
 *
 * It may be called twice for one token, and must bear it.
 */
export type VerifyUser<Raw> = (
  raw: Raw,
  context: VerifyUserContext,
) => VerifyUserAnswer | Promise<VerifyUserAnswer>

/** Asks who the user is; undefined: nobody is signed in. */
export type Ask<Raw> = (
  request: Pick<TokenRequest<Raw>, 'raw' | 'signal'>,
  body: JsonObject,
) => Promise<Identity | undefined>

/**
 * Calls `verifyUser` with a bound on how long it takes and how many calls are under way. Calls are never merged: two
 * requests may look alike and be two people.
 *
 * @throws {TokenProviderError} (the function returned) `overloaded`, `verify_user_timeout`, `verify_user_failed`,
 * `identity_invalid`, `unauthenticated`, `forbidden`, `rate_limited`
 */
export function createAsk<Raw>(
  verifyUser: VerifyUser<Raw>,
  { verifyUserTimeout, maxPending }: Pick<Settings, 'verifyUserTimeout' | 'maxPending'>,
): Ask<Raw> {
  let pending = 0

  /** Bounds an answer that is not there yet; its slot is freed when it comes, or at twice the timeout. */
  function bounded(answer: Promise<VerifyUserAnswer>, abort: () => void): Promise<VerifyUserAnswer> {
    let held = true
    const free = (): void => {
      if (held) pending--
      held = false
    }
    pending++
    return new Promise((resolve, reject) => {
      let late: ReturnType<typeof setTimeout> | undefined
      const timer = setTimeout(() => {
        late = setTimeout(free, verifyUserTimeout * 1000)
        abort()
        reject(new TokenProviderError('verify_user_timeout'))
      }, verifyUserTimeout * 1000)
      const settled = (): void => {
        clearTimeout(timer)
        clearTimeout(late)
        free()
      }
      answer.then(settled, settled)
      answer.then(resolve, reject)
    })
  }

  return async (request, body) => {
    if (pending >= maxPending) throw new TokenProviderError('overloaded')
    const { context, abort, leave } = createContext(request, body)
    try {
      const answer = verifyUser(request.raw, context)
      // Taken over once: a query builder is a thenable that runs its query at each call of `then`.
      return parseIdentity(isThenable(answer) ? await bounded(Promise.resolve(answer), abort) : answer)
    } catch (thrown) {
      throw thrown instanceof TokenProviderError && OWN_REASONS.has(thrown.reason)
        ? thrown
        : refusalOf(thrown)
    } finally {
      leave()
    }
  }
}

/** What goes wrong around `verifyUser` rather than in it. */
const OWN_REASONS: ReadonlySet<ErrorReason> = new Set(['verify_user_timeout', 'identity_invalid'])

/** The signal is made only for a `verifyUser` that looks at it: most do not, and it costs more than a signature. */
function createContext(
  request: { readonly signal?: AbortSignal },
  body: JsonObject,
): { context: VerifyUserContext; abort: () => void; leave: () => void } {
  let controller: AbortController | undefined
  let gone: AbortSignal | undefined
  let aborted = false
  const abort = (): void => {
    aborted = true
    controller?.abort()
  }
  const context = {
    body,
    get signal() {
      if (controller === undefined) {
        controller = new AbortController()
        gone = request.signal
        if (aborted || gone?.aborted === true) controller.abort()
        gone?.addEventListener('abort', abort)
      }
      return controller.signal
    },
  }
  return { context, abort, leave: () => gone?.removeEventListener('abort', abort) }
}

/** A throw with the status of a refusal is that refusal; anything else is a fault. */
function refusalOf(thrown: unknown): TokenProviderError {
  switch (isJsonObject(thrown) ? thrown.status : undefined) {
    case 401:
      return new TokenProviderError('unauthenticated')
    case 403:
      return new TokenProviderError('forbidden')
    case 429:
      return new TokenProviderError('rate_limited', { headers: { 'retry-after': retryAfterOf(thrown) } })
    case 503:
      return new TokenProviderError('overloaded', { headers: { 'retry-after': retryAfterOf(thrown) } })
    default:
      return withCause(new TokenProviderError('verify_user_failed'), thrown)
  }
}

/** The `Retry-After` of a thrown error, when it is whole seconds from 1 to 3600; else 1. */
function retryAfterOf(thrown: unknown): string {
  const headers = isJsonObject(thrown) && isJsonObject(thrown.headers) ? thrown.headers : {}
  const [, value] = Object.entries(headers).find(([name]) => name.toLowerCase() === 'retry-after') ?? []
  const seconds = /^\d{1,4}$/.test(String(value)) ? Number(value) : 0
  return String(seconds >= 1 && seconds <= 3600 ? seconds : 1)
}

function isThenable(value: unknown): value is PromiseLike<VerifyUserAnswer> {
  return isJsonObject(value) && typeof value.then === 'function'
}
