import { decodeToken } from '@stream-token/core/adapter'
import { errorText } from '../error-text.js'
import type { Dispatch } from './demo-event.js'
import type { HeldToken } from './demo-state.js'
import { requestToken } from './token-response.js'

/** Requests tokens, and refreshes them before they expire. */
export interface TokenKeeper {
  /** Requests a token; callers at the same time share one request. */
  request(): Promise<HeldToken>
  stop(): void
}

/** How long before the expiry a token is refreshed: a fifth of its lifetime, at most five minutes. */
export function refreshMargin(expiresIn: number): number {
  return Math.min(expiresIn / 5, 300)
}

/** Creates the keeper. It calls `onDue` when a token should be refreshed, or when it is time to try again after an error. */
export function keepToken(
  dispatch: Dispatch,
  { onDue, onRefused }: { onDue: () => void; onRefused: (error: unknown) => 'retry' | 'stop' },
): TokenKeeper {
  let timer: ReturnType<typeof setTimeout> | undefined
  let pending: Promise<HeldToken> | undefined
  let isStopped = false

  const schedule = (seconds: number): void => {
    clearTimeout(timer)
    if (!isStopped) timer = setTimeout(onDue, Math.min(seconds, 86_400) * 1000)
  }

  const fetchToken = async (): Promise<HeldToken> => {
    dispatch({ type: 'token_requested' })
    try {
      const response = await requestToken()
      const token = { ...response, decoded: decodeToken(response.token), receivedAt: performance.now() }
      dispatch({ type: 'token_received', token })
      if (token.expiresIn !== null) schedule(token.expiresIn - refreshMargin(token.expiresIn))
      return token
    } catch (error) {
      dispatch({ type: 'token_refused', text: errorText(error) })
      if (onRefused(error) === 'retry') schedule(2)
      throw error
    }
  }

  return {
    request() {
      pending ??= fetchToken().finally(() => {
        pending = undefined
      })
      return pending
    },
    stop() {
      isStopped = true
      clearTimeout(timer)
    },
  }
}
