import type { EmulatedApp } from '../emulated-app.js'
import type { StreamEmulatorOptions } from '../emulator-options.js'
import type { ApiRequest } from '../wire/api-request.js'
import { awaitFailure, type DueFailure } from './failure.js'
import type { FailureRules } from './failure-rules.js'

/** How a request ended. */
export interface Outcome {
  readonly status: number | undefined
  readonly code?: number | undefined
  readonly userId?: string | undefined
  readonly injected?: true | undefined
}

/** What happens around each request: failures before it, and reports after it. */
export interface RequestHooks {
  /** Returns the failure that a test has injected, once its delay is over. Throws a `StreamError` if it is one. */
  readonly intercept: (request: ApiRequest, body: unknown) => Promise<DueFailure | undefined>
  readonly report: (request: ApiRequest, outcome: Outcome) => void
}

export function createRequestHooks(
  app: EmulatedApp,
  rules: FailureRules,
  { intercept, onRequest }: StreamEmulatorOptions,
): RequestHooks {
  return {
    intercept: async (request, body) => {
      const { method, path } = request
      return awaitFailure(rules.take(request) ?? (await intercept?.({ method, path, body })))
    },
    report: ({ method, path }, { status, code, userId, injected }) => {
      app.log.add({
        ...{ type: 'request', at: app.now(), method, path, status },
        ...(code !== undefined && { code }),
        ...(userId !== undefined && { userId }),
        ...(injected !== undefined && { injected }),
      })
      if (injected || status === undefined) return
      try {
        onRequest?.({ method, path, status, ...(code !== undefined && { code }) })
      } catch {
        // An error of the observer must not change the response.
      }
    },
  }
}
