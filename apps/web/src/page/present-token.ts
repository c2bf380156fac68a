import { StreamChat } from 'stream-chat'
import { decodeToken } from './decode-token.js'
import { errorText } from './error-text.js'
import { field } from './field.js'
import { ownServer } from './own-server.js'
import { Refusal } from './refusal.js'
import { streamCode } from './stream-code.js'
import { streamRefusal } from './stream-refusal.js'

/** The result of presenting a token. */
export interface PresentResult {
  readonly refused: boolean
  /** Stream's error code, if the refusal has one. */
  readonly code?: number | undefined
  readonly text: string
}

/** The app, the server and the user for a token that is presented to Stream. */
export interface Presentation {
  readonly apiKey: string
  readonly streamUrl: string
  readonly userId: string
}

/** Presents a token to Stream with a separate client. */
export async function presentToStream(
  token: string,
  { apiKey, streamUrl, userId }: Presentation,
): Promise<PresentResult> {
  const client = new StreamChat(apiKey, { baseURL: streamUrl })
  try {
    // The client refuses a token string of another user. It accepts any token from a provider, so that Stream decides.
    const own = field(decodeToken(token).claims, 'user_id') === userId
    await client.connectUser({ id: userId }, own ? token : async () => token)
    return { refused: false, text: 'Stream accepted it.' }
  } catch (error) {
    const refusal = streamRefusal(error)
    if (refusal === undefined) return { refused: true, text: errorText(error) }
    return {
      refused: true,
      code: refusal.code,
      text: `${capital(streamCode(refusal.code))}. “${refusal.message}”`,
    }
  } finally {
    await client.disconnectUser()
  }
}

/** Presents a token to the guarded route of this page's server. */
export async function presentToGuard(token: string): Promise<PresentResult> {
  try {
    return {
      refused: false,
      text: `Accepted: ${JSON.stringify(await ownServer('GET', 'api/me', { token }))}`,
    }
  } catch (error) {
    if (error instanceof Refusal) return { refused: true, code: error.code, text: error.text }
    return { refused: true, text: errorText(error) }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
