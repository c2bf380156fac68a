import type { RequestEvent, StreamEmulatorOptions } from './emulator-options.js'
import type { InjectedFailure, InterceptedRequest } from './failure.js'

/** The hooks of the emulator's options, called for each request. */
export interface RequestHooks {
  readonly intercept: (request: InterceptedRequest) => Promise<InjectedFailure | undefined>
  readonly report: (event: RequestEvent) => void
}

export function createRequestHooks({ intercept, onRequest }: StreamEmulatorOptions): RequestHooks {
  return {
    intercept: async request => intercept?.(request),
    report: event => {
      try {
        onRequest?.(event)
      } catch {
        // An error of the observer must not change the response.
      }
    },
  }
}
