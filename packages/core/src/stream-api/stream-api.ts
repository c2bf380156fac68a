import { isRecord } from '../primitives/is-record.js'
import { sleep } from '../primitives/waiting.js'
import type { StreamApiSettings } from '../settings/settings.js'

/**
 * The result of a call: done, refused, or Stream not reached. With `unknown`, Stream does not know the user; `active`
 * is the state that the user already has.
 */
export type StreamResult =
  | { readonly kind: 'done' }
  | {
      readonly kind: 'refused'
      readonly status: number
      readonly code: number | undefined
      readonly unknown: boolean
      readonly active: boolean | undefined
    }
  | { readonly kind: 'unreached'; readonly reason: string }

/** Calls Stream's API; `body` is called again for each try. */
export type CallStream = (
  method: 'PATCH' | 'POST',
  path: string,
  body: () => Promise<unknown>,
) => Promise<StreamResult>

/** Stream's error code for what does not exist; it is also the code for a deactivated user. */
const NOT_FOUND = 16

/** First pause between tries, in seconds. It doubles each time, and jitter subtracts up to half of it. */
const FIRST_PAUSE = 0.25

/** The longest pause, whatever `Retry-After` says, in seconds. */
const MAX_PAUSE = 30

/**
 * Creates the client of Stream's API. Each try has a time limit; 429, 5xx and network errors are retried.
 *
 * @see https://getstream.io/chat/docs/rest/
 */
export function createStreamApi(
  { baseUrl, timeout, retries }: StreamApiSettings,
  apiKey: () => string,
  serverToken: () => Promise<string>,
): CallStream {
  const attempt = async (
    method: string,
    path: string,
    body: unknown,
  ): Promise<StreamResult & { pause?: number }> => {
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
      if (response.ok) return { kind: 'done' }
      if (response.status !== 429 && response.status < 500) {
        return {
          kind: 'refused',
          status: response.status,
          code,
          unknown: code === NOT_FOUND && !/deactivated/i.test(message),
          active: activityOf(message),
        }
      }
      const pause = pauseOf(response.headers.get('retry-after'))
      return {
        kind: 'unreached',
        reason: `Stream responded with ${response.status}`,
        ...(pause !== undefined && { pause }),
      }
    } catch {
      return {
        kind: 'unreached',
        reason: signal.aborted ? `Stream took longer than ${timeout} s` : 'Stream could not be reached',
      }
    }
  }

  return async (method, path, body) => {
    for (let tries = 0; ; tries++) {
      const { pause, ...result } = await attempt(method, path, await body())
      if (result.kind !== 'unreached' || tries >= retries) return result
      const backoff = FIRST_PAUSE * 2 ** tries * (1 - Math.random() / 2)
      await sleep(Math.min(pause ?? backoff, MAX_PAUSE))
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
