import type { TokenProvider } from '@stream-token/core'

/** The reason why a token is refused, or 'valid'. */
export async function stateOf(provider: Pick<TokenProvider, 'verifyToken'>, token: string): Promise<unknown> {
  return provider.verifyToken(token).then(
    () => 'valid',
    error => error.reason ?? error,
  )
}
