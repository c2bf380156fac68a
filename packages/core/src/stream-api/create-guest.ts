import { TokenProviderError } from '../errors/errors.js'
import { sleep } from '../primitives/waiting.js'
import type { StreamApiSettings } from '../settings/settings.js'
import { refusalOf } from './outcome.js'
import type { CallStream } from './stream-api.js'

/** Creates a user with the role `guest` at Stream. */
export type CreateGuest = (guest: { readonly id: string; readonly name: string | undefined }) => Promise<void>

/** First pause between tries, in seconds; it doubles each time. */
const FIRST_PAUSE = 0.1

const CREDENTIALS = 'Check that apiKey and apiSecret belong to the same app at Stream.'
const BASE_URL = 'Check streamApi.baseUrl: it is the address of the API, without a path of your own.'
const NETWORK = "Check that this server reaches streamApi.baseUrl, and the app's rate limits at Stream."
const OTHER = "Look the error up in Stream's documentation, and check the settings of the app at Stream."

/**
 * Creates the call. It is safe to repeat, so it is retried until `streamApi.timeout` seconds have passed: the client waits
 * for the response.
 *
 * @throws {TokenProviderError} (the function returned) `stream_api_failed`, with what to check
 * @see https://getstream.io/chat/docs/rest/
 */
export function createCreateGuest(
  call: CallStream,
  { timeout, retries }: Pick<StreamApiSettings, 'timeout' | 'retries'>,
): CreateGuest {
  return async ({ id, name }) => {
    const user = { id, role: 'guest', ...(name !== undefined && { name }) }
    const begunAt = performance.now()
    for (let tries = 0; ; tries++) {
      const result = await call('POST', '/users', { users: { [id]: user } })
      if (result.kind === 'done') return
      if (result.kind === 'refused') throw failed(refusalOf(result), remedyFor(result.status))
      const pause = Math.max(result.pause ?? 0, FIRST_PAUSE * 2 ** tries)
      const elapsed = (performance.now() - begunAt) / 1000
      if (tries >= retries || elapsed + pause > timeout) throw failed(result.reason, NETWORK)
      await sleep(pause)
    }
  }
}

function failed(reason: string, action: string): TokenProviderError {
  return new TokenProviderError('stream_api_failed', {
    message: `The guest was not created: ${reason}.`,
    action,
  })
}

function remedyFor(status: number): string {
  if (status === 401 || status === 403) return CREDENTIALS
  return status === 404 || status < 400 ? BASE_URL : OTHER
}
