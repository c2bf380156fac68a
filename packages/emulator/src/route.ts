import type { ApiRequest } from './api-request.js'
import type { Caller } from './authenticate.js'
import type { EmulatedApp } from './emulated-app.js'
import type { JsonObject } from './json-object.js'

/** A request that was let in. */
export interface ApiCall {
  readonly app: EmulatedApp
  readonly caller: Caller
  readonly request: ApiRequest
  /** The parsed JSON; undefined when there was none. */
  readonly body: unknown
  /** What stands in the endpoint for `{id}`; '' when it has none. */
  readonly id: string
}

/** One endpoint of Stream's API. */
export interface Route {
  /** Stream's name for it, as its error messages have it. */
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Below the generation's root; `{id}` stands for a user id. */
  readonly endpoints: readonly string[]
  /** Whether it takes the server's token only. */
  readonly serverOnly: boolean
  /** The answer, without its `duration`. Throws a `StreamError`. */
  readonly answer: (call: ApiCall) => JsonObject
}
