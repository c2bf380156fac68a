import type { Caller } from '../auth/authenticate.js'
import type { EmulatedApp } from '../emulated-app.js'
import type { ApiRequest } from '../wire/api-request.js'
import type { JsonObject } from '../wire/json-object.js'

/** An authenticated request. */
export interface ApiCall {
  readonly app: EmulatedApp
  readonly caller: Caller
  readonly request: ApiRequest
  /** The parsed JSON; undefined if the body is empty. */
  readonly body: unknown
  /** The value of `{id}` in the path; '' if the endpoint has no `{id}`. */
  readonly id: string
  /** The value of `{type}`; '' if the endpoint has none. */
  readonly type: string
}

/** One endpoint of Stream's API. */
export interface Route {
  /** Stream's name of the operation, as used in its error messages. */
  readonly operation: string
  readonly method: 'GET' | 'POST' | 'PATCH'
  /** Paths below the API's root; `{id}` stands for the id of a user or a channel, `{type}` for a channel's type. */
  readonly endpoints: readonly string[]
  /** Whether only the server's token is accepted. */
  readonly serverOnly: boolean
  /** Returns the body of the response, without its `duration`. Throws a `StreamError`. */
  readonly handle: (call: ApiCall) => JsonObject | Promise<JsonObject>
}
