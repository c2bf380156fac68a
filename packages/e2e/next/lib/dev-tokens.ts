import { isTokenProviderError } from '@stream-token/core'

/** What an app gets that creates its provider with `devTokens`: the reason of the error, or undefined. */
export function refusalOfDevTokens(create: (options: { readonly devTokens: true }) => unknown): unknown {
  try {
    create({ devTokens: true })
    return undefined
  } catch (error) {
    return isTokenProviderError(error) ? error.reason : String(error)
  }
}
