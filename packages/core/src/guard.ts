import type { HeadersSource } from './authorization.js'
import { configInvalid, isTokenProviderError } from './errors.js'
import { problemReply, type TokenReply } from './http.js'
import type { TokenProvider } from './token-provider.js'
import type { VerifiedServerToken, VerifiedUserToken } from './verified-token.js'

/** What a guard found: a user's or a server's token, or that there is none where none is needed. */
export type StreamAuth = VerifiedUserToken | VerifiedServerToken | { readonly kind: 'anonymous' }

/** How a guard treats those it does not know. */
export interface GuardOptions {
  /** Whether a request without a token may pass, as `{ kind: 'anonymous' }`. Default false. */
  readonly anonymous?: boolean | undefined
  /** 'answer' replies to a refused request; 'throw' leaves it to the framework's error handler. Default 'answer'. */
  readonly onRefused?: 'answer' | 'throw' | undefined
}

/** Lets a request pass, or says how to answer it. */
export type Guard = (
  source: HeadersSource,
) => Promise<{ readonly auth: StreamAuth } | { readonly reply: TokenReply }>

/**
 * Makes the check that every adapter's `requireUser` and `requireServer` run.
 *
 * @throws {TokenProviderError} `config_invalid`; the function returned, with `onRefused: 'throw'`, what `authenticate` throws
 */
export function createGuard(
  provider: TokenProvider,
  kind: 'user' | 'server',
  options: GuardOptions = {},
): Guard {
  if (!isOptionsObject(options)) {
    throw configInvalid([
      'a guard is made by a call: requireUser(), or requireUser({ … }) with its options in a plain object',
    ])
  }
  const { anonymous = false, onRefused = 'answer', ...unknown } = options
  if (kind === 'server' && anonymous !== false)
    throw configInvalid(['a guard for servers lets nobody pass without a token: leave out anonymous'])
  if (typeof anonymous !== 'boolean' || !['answer', 'throw'].includes(onRefused)) {
    throw configInvalid(["a guard takes anonymous: true or false, and onRefused: 'answer' or 'throw'"])
  }
  const names = Object.keys(unknown)
  if (names.length > 0) throw configInvalid(names.map(name => `${name} is not an option of a guard`))
  return async source => {
    try {
      return { auth: await provider.authenticate(source, { kind }) }
    } catch (error) {
      if (!isTokenProviderError(error)) throw error
      if (anonymous && error.reason === 'token_missing') return { auth: { kind: 'anonymous' } }
      if (onRefused === 'throw') throw error
      return { reply: problemReply(error) }
    }
  }
}

/** Whether it is no more than a list of members: a framework's request, which a guard that was not called is given, is more. */
function isOptionsObject(options: unknown): boolean {
  if (typeof options !== 'object' || options === null) return false
  const prototype: unknown = Object.getPrototypeOf(options)
  return prototype === null || Object.getPrototypeOf(prototype) === null
}
