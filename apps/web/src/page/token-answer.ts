import { field, textField } from './field.js'
import { ownServer } from './own-server.js'

/** What `POST /stream/token` answers. */
export interface TokenAnswer {
  readonly token: string
  readonly userId: string
  readonly apiKey: string
  /** Seconds from the answer to expiry; null for a token that never expires. */
  readonly expiresIn: number | null
}

/** Asks for a token for whoever is signed in. The request says nothing: the session says it all. */
export async function askForToken(): Promise<TokenAnswer> {
  const answer = await ownServer('POST', 'stream/token')
  const expiresIn = field(answer, 'expiresIn')
  return {
    token: textField(answer, 'token'),
    userId: textField(answer, 'userId'),
    apiKey: textField(answer, 'apiKey'),
    expiresIn: typeof expiresIn === 'number' ? expiresIn : null,
  }
}
