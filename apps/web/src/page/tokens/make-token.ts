import { browserProvider } from './browser-provider.js'
import type { TokenDraft } from './token-draft.js'
import { tokenOptions } from './token-options.js'

/**
 * Makes the token of the form with the core.
 *
 * @throws {TokenProviderError} `config_invalid`, naming what is wrong with the secret, the id or an option
 */
export async function makeToken(draft: TokenDraft, apiSecret: string): Promise<string> {
  const provider = browserProvider(apiSecret)
  switch (draft.kind) {
    case 'server':
      return provider.createServerToken()
    case 'developer':
      return provider.createDevToken?.(draft.userId) ?? ''
    default:
      return provider.createToken(draft.userId, tokenOptions(draft))
  }
}
