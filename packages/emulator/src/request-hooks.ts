import type { RequestEvent, StreamEmulatorOptions } from './emulator-options.js'
import type { Fault, InterceptedRequest } from './fault.js'

/** What whoever started the emulator wants of each request. */
export interface RequestHooks {
  readonly intercept: (request: InterceptedRequest) => Promise<Fault | undefined>
  readonly report: (event: RequestEvent) => void
}

export function createRequestHooks({ intercept, onRequest }: StreamEmulatorOptions): RequestHooks {
  return {
    intercept: async request => intercept?.(request),
    report: event => {
      try {
        onRequest?.(event)
      } catch {
        // An observer must not change what clients see.
      }
    },
  }
}
