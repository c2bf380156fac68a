import type { ApiRequest } from '../wire/api-request.js'
import { errorBody, StreamError, type StreamErrorCode } from '../wire/stream-error.js'
import type { InjectedFailure } from './failure.js'

/** The failures that a test has switched on, by route. */
export interface FailureRules {
  /** Switches a failure on; returns a function that switches it off. */
  readonly add: (route: string, failure: InjectedFailure | number, times?: number) => () => void
  /** Returns the failure of a request, and counts it. If several match, it is the one that was switched on first. */
  readonly take: (request: ApiRequest) => InjectedFailure | undefined
  readonly clear: () => void
}

export function createFailureRules(): FailureRules {
  const rules = new Set<{
    readonly matches: (request: ApiRequest) => boolean
    readonly failure: InjectedFailure
    left: number
  }>()
  return {
    add: (route, failure, times = Number.POSITIVE_INFINITY) => {
      if (!(times >= 1)) throw new TypeError(`times must be at least 1, not ${times}.`)
      const rule = {
        matches: parseRoute(route),
        failure: typeof failure === 'number' ? streamsResponse(failure) : failure,
        left: times,
      }
      rules.add(rule)
      return () => void rules.delete(rule)
    },
    take: request => {
      for (const rule of rules) {
        if (!rule.matches(request)) continue
        rule.left -= 1
        if (rule.left < 1) rules.delete(rule)
        return rule.failure
      }
      return undefined
    },
    clear: () => rules.clear(),
  }
}

/** Parses `GET /users`, `/users`, `/users/{id}/deactivate` or `*`: a method is optional, and `*` stands for the rest. */
function parseRoute(route: string): (request: ApiRequest) => boolean {
  const [, method, path] = /^(?:([A-Z]+) )?(\/\S*|\*)$/.exec(route) ?? []
  if (path === undefined)
    throw new TypeError(
      `A route is a path, after a method or not: 'POST /guest', '/users/{id}/deactivate', '*'; not '${route}'.`,
    )
  const source = path
    .replace(/[\\^$.|?+()[\]]/g, '\\$&')
    .replace(/\{\w+\}/g, '[^/]+')
    .replace(/\*$/, '.*')
  const pattern = new RegExp(`^${source}$`)
  return request =>
    (method === undefined || method === request.method) &&
    (pattern.test(request.path) || pattern.test(request.endpoint))
}

const CODES: Readonly<Record<number, StreamErrorCode>> = { 400: 4, 401: 5, 403: 17, 404: 16, 413: 22, 429: 9 }

/** What Stream responds with a status: its own error body, and the headers of its rate limit. */
function streamsResponse(status: number): InjectedFailure {
  if (!Number.isInteger(status) || status < 200 || status > 599)
    throw new TypeError(`The status must be a whole number from 200 to 599, not ${status}.`)
  const error = new StreamError(CODES[status] ?? -1, 'injected by the test')
  const headers =
    status === 429 ? { 'x-ratelimit-limit': '60', 'x-ratelimit-remaining': '0', 'retry-after': '1' } : {}
  return { status, headers, body: { ...errorBody(error, '0.00ms'), StatusCode: status } }
}
