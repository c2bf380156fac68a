import { StreamChat } from 'stream-chat'
import { decodeToken } from './decode-token.js'
import { field } from './field.js'
import { inWords } from './in-words.js'
import { ownServer } from './own-server.js'
import { Refusal } from './refusal.js'
import { streamCode } from './stream-code.js'
import { streamRefusal } from './stream-refusal.js'

/** What came of presenting a token. */
export interface Verdict {
  readonly refused: boolean
  /** Stream's code, where it was refused with one. */
  readonly code?: number | undefined
  readonly words: string
}

/** Where and as whom a token is presented to Stream. */
export interface Presentation {
  readonly apiKey: string
  readonly streamUrl: string
  readonly userId: string
}

/** Presents a token to Stream with a client made for it alone. */
export async function presentToStream(
  token: string,
  { apiKey, streamUrl, userId }: Presentation,
): Promise<Verdict> {
  const client = new StreamChat(apiKey, { baseURL: streamUrl })
  try {
    // The client itself refuses a plain token of another user; from a provider it takes any, and Stream decides.
    const own = field(decodeToken(token).claims, 'user_id') === userId
    await client.connectUser({ id: userId }, own ? token : async () => token)
    return { refused: false, words: 'Stream accepted it.' }
  } catch (error) {
    const refusal = streamRefusal(error)
    if (refusal === undefined) return { refused: true, words: inWords(error) }
    return {
      refused: true,
      code: refusal.code,
      words: `${capital(streamCode(refusal.code))}. “${refusal.message}”`,
    }
  } finally {
    await client.disconnectUser()
  }
}

/** Presents a token to the guarded route of this page's own server. */
export async function presentToGuard(token: string): Promise<Verdict> {
  try {
    return {
      refused: false,
      words: `Accepted: ${JSON.stringify(await ownServer('GET', 'api/me', { token }))}`,
    }
  } catch (error) {
    if (error instanceof Refusal) return { refused: true, code: error.code, words: error.words }
    return { refused: true, words: inWords(error) }
  }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
