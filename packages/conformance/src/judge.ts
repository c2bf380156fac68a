import { differences } from './differences.js'
import type { Host } from './host.js'
import type { HostException } from './host-exception.js'
import type { HttpAnswer } from './http-answer.js'
import { leaks } from './leaks.js'
import { readPayload } from './read-payload.js'
import type { RouteCase } from './route-case.js'
import { same } from './same.js'

/**
 * Names what is wrong with an answer: that it differs from the case, or, where the host is excepted, that it is not the
 * answer that the exception says, or needs no exception.
 */
export function judge(
  routeCase: RouteCase,
  answer: HttpAnswer,
  { passesOn }: Pick<Host, 'passesOn'>,
  exception?: HostException,
): readonly string[] {
  const found = differences(routeCase, answer, passesOn)
  if (exception === undefined) return found
  const { status, body = answer.body, isRace = false } = exception
  if (isRace && found.length === 0) return []
  return [
    ...same('status', answer.status, status),
    ...same('body', answer.body, body),
    ...leaks(answer),
    ...strangers(answer),
    ...(found.length === 0 ? ['the exception is none'] : []),
  ]
}

/** A token that is for another user than the one who is signed in, in every case that gets one. */
function strangers(answer: HttpAnswer): readonly string[] {
  const { user_id: userId } = readPayload(answer)
  return userId === undefined || userId === 'john' ? [] : ['a token of another user']
}
