import { field, textField } from '../field.js'
import { ownServer } from '../own-server.js'

/** The response to `POST /stream/token`. */
export interface TokenResponse {
  readonly token: string
  readonly userId: string
  readonly apiKey: string
  /** Seconds from the response to expiry; null for a token that never expires. */
  readonly expiresIn: number | null
}

/** Requests a token for the signed-in user. Only the session cookie identifies the user. */
export async function requestToken(): Promise<TokenResponse> {
  const response = await ownServer('POST', 'stream/token')
  const expiresIn = field(response, 'expiresIn')
  return {
    token: textField(response, 'token'),
    userId: textField(response, 'userId'),
    apiKey: textField(response, 'apiKey'),
    expiresIn: typeof expiresIn === 'number' ? expiresIn : null,
  }
}
