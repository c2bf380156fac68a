import { isRecord } from '../primitives/is-record.js'
import { sleep } from '../primitives/waiting.js'
import type { StreamApiSettings } from '../settings/settings.js'

/**
 * What came of a call: done, refused (`unknown`: Stream does not have what it is about; `active`: the user is so already), or
 * not reached.
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

/** One call of Stream's API; the body is asked for anew at each try. */
export type CallStream = (
  method: 'PATCH' | 'POST',
  path: string,
  body: () => Promise<unknown>,
) => Promise<StreamResult>

/** Stream's number for what it does not have; a deactivated user gets it too. */
const NOT_FOUND = 16

/** First pause between tries, in seconds; it doubles, and jitter takes up to half of it away. */
const FIRST_PAUSE = 0.25

/** The longest `Retry-After` that is waited out, in seconds. */
const MAX_PAUSE = 30

/**
 * Makes the client of Stream's API: each try bounded, 429, 5xx and what did not arrive tried again.
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
        // Answered as a refusal, and not followed with the token; 'error' is what Workers do not know.
        redirect: 'manual',
        signal,
      })
      const { code, message } = await faultOf(response)
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
        reason: `Stream answered ${response.status}`,
        ...(pause !== undefined && { pause }),
      }
    } catch {
      return {
        kind: 'unreached',
        reason: signal.aborted ? `Stream took over ${timeout} s` : 'Stream was not reached',
      }
    }
  }

  return async (method, path, body) => {
    for (let tries = 0; ; tries++) {
      const { pause, ...answer } = await attempt(method, path, await body())
      if (answer.kind !== 'unreached' || tries >= retries) return answer
      const backoff = FIRST_PAUSE * 2 ** tries * (1 - Math.random() / 2)
      await sleep(Math.min(pause ?? backoff, MAX_PAUSE))
    }
  }
}

/** Stream's number and words of an error. The body is read to its end, so that the connection can be used again. */
async function faultOf(response: Response): Promise<{ code: number | undefined; message: string }> {
  const body: unknown = await response.json().catch(() => undefined)
  const { code, message } = isRecord(body) ? body : {}
  return {
    code: typeof code === 'number' ? code : undefined,
    message: typeof message === 'string' ? message : '',
  }
}

/** Whether an error says that the user is active, or is not; undefined where it is about something else. */
function activityOf(message: string): boolean | undefined {
  if (/\b(already activated|not deactivated)\b/i.test(message)) return true
  return /\b(already deactivated|not activated)\b/i.test(message) ? false : undefined
}

function pauseOf(retryAfter: string | null): number | undefined {
  return retryAfter !== null && /^\d{1,5}$/.test(retryAfter) ? Number(retryAfter) : undefined
}
