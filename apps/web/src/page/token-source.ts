import { duration } from './duration.js'
import { element } from './element.js'
import { errorText } from './error-text.js'
import type { Log } from './log.js'
import { requestToken, type TokenResponse } from './token-response.js'

/** The outcome of a token request. */
export interface TokenRequest {
  /** The response time, in milliseconds. */
  readonly took: number
  /** The error, if there is no token. */
  readonly refusal?: string
}

/** Callbacks for token requests. */
export interface TokenWatch {
  readonly onToken: (response: TokenResponse) => void
  readonly onRequest: (request: TokenRequest) => void
}

/** Creates the token provider for `connectUser`, which logs every request and every error. */
export function tokenSource(log: Log, { onToken, onRequest }: TokenWatch): () => Promise<TokenResponse> {
  const count = element('request-count', HTMLElement)
  let sent = 0
  return async () => {
    sent += 1
    count.textContent = String(sent)
    log.add('request', `Token request ${sent}: POST /stream/token without a body.`)
    const start = performance.now()
    try {
      const response = await requestToken()
      onRequest({ took: performance.now() - start })
      const life =
        response.expiresIn === null ? 'without expiry' : `valid for ${duration(response.expiresIn)}`
      log.add('token', `Token for ${response.userId}, ${life}.`)
      onToken(response)
      return response
    } catch (error) {
      const refusal = errorText(error)
      onRequest({ took: performance.now() - start, refusal })
      log.add('refused', `The token request failed: ${refusal}`)
      throw error
    }
  }
}
