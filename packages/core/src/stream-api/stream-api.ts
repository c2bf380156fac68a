import { isRecord } from '../primitives/is-record.js'
import type { StreamApiSettings } from '../settings/settings.js'

/** The result of a call: done, refused, or unanswered, with the pause in seconds that Stream asks for. */
export type StreamResult =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly code: number | undefined
      /** The text of a 404 for something that does not exist; it may name the user. */
      readonly missing: string | undefined
      /** The state that the user already has. */
      readonly active: boolean | undefined
    }
  | { readonly kind: 'unanswered'; readonly reason: string; readonly pause?: number | undefined }

/** Calls Stream's API once; never rejects. */
export type CallStream = (method: 'PATCH' | 'POST', path: string, body: unknown) => Promise<StreamResult>

/** Stream's error code for what does not exist; it is also the code for a deactivated user. */
const NOT_FOUND = 16

/**
 * Creates the client of Stream's API. Each call has a time limit; after it, or after a network error, nobody knows whether
 * Stream has received the call.
 *
 * @see https://getstream.io/chat/docs/rest/
 */
export function createStreamApi(
  { baseUrl, timeout }: Pick<StreamApiSettings, 'baseUrl' | 'timeout'>,
  apiKey: () => string,
  serverToken: () => Promise<string>,
): CallStream {
  return async (method, path, body) => {
    const signal = AbortSignal.timeout(timeout * 1000)
    try {
      const response = await fetch(`${baseUrl}${path}?api_key=${encodeURIComponent(apiKey())}`, {
        method,
        headers: {
          authorization: await serverToken(),
          'stream-auth-type': 'jwt',
          'content-type': 'application/json',
        },
        body: JSON.stringify(body),
        // A redirect counts as a refusal: following it would send the token elsewhere. Workers do not support 'error'.
        redirect: 'manual',
        signal,
      })
      const { code, message } = await errorOf(response)
      const { status } = response
      if (response.ok) return { kind: 'done' }
      if (status === 429 || status >= 500) {
        const pause = pauseOf(response.headers.get('retry-after'))
        return { kind: 'unanswered', reason: `Stream responded with ${status}`, pause }
      }
      const isMissing = status === 404 && code === NOT_FOUND && !/deactivated/i.test(message)
      return {
        kind: 'refused',
        status,
        code,
        missing: isMissing ? message : undefined,
        active: activityOf(message),
      }
    } catch {
      return {
        kind: 'unanswered',
        reason: signal.aborted ? `Stream took longer than ${timeout} s` : 'Stream could not be reached',
      }
    }
  }
}

/** Stream's error code and message. The body is read to its end, so that the connection can be reused. */
async function errorOf(response: Response): Promise<{ code: number | undefined; message: string }> {
  const body: unknown = await response.json().catch(() => undefined)
  const { code, message } = isRecord(body) ? body : {}
  return {
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : '',
  }
}

/** Whether an error says that the user is already active or inactive; undefined if it says something else. */
function activityOf(message: string): boolean | undefined {
  if (/\b(already activated|not deactivated)\b/i.test(message)) return true
  return /\b(already deactivated|not activated)\b/i.test(message) ? false : undefined
}

function pauseOf(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : undefined
}
