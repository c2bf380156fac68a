import { differences } from './differences.js'
import type { Host } from './host.js'
import type { HostException } from './host-exception.js'
import type { HttpResponse } from './http-response.js'
import { leaks } from './leaks.js'
import { readPayload } from './read-payload.js'
import type { RouteCase } from './route-case.js'
import { same } from './same.js'

/**
 * Lists the errors in a response. Without an exception it must match the case. With one it must match the exception, and
 * must differ from the case.
 */
export function checkResponse(
  routeCase: RouteCase,
  response: HttpResponse,
  { passesOn }: Pick<Host, 'passesOn'>,
  exception?: HostException,
): readonly string[] {
  const found = differences(routeCase, response, passesOn)
  if (exception === undefined) return found
  const { status, body = response.body, isRace = false } = exception
  if (isRace && found.length === 0) return []
  return [
    ...same('status', response.status, status),
    ...same('body', response.body, body),
    ...leaks(response),
    ...foreignTokens(response),
    ...(found.length === 0 ? ['the exception is not needed'] : []),
  ]
}

/** Lists a token for a user other than john, who is signed in wherever an exception allows a token. */
function foreignTokens(response: HttpResponse): readonly string[] {
  const { user_id: userId } = readPayload(response)
  return userId === undefined || userId === 'john' ? [] : ['a token of another user']
}
