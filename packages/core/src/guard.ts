import type { HeadersSource } from './authorization.js'
import { isTokenProviderError } from './errors.js'
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
 * @throws {TokenProviderError} (the function returned) with `onRefused: 'throw'`, what `authenticate` throws
 */
export function createGuard(
  provider: TokenProvider,
  kind: 'user' | 'server',
  { anonymous = false, onRefused = 'answer' }: GuardOptions = {},
): Guard {
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
