import { TokenProviderError } from '@stream-token/core'
import { problemReply } from '@stream-token/core/adapter'
import { guestDifferences } from './guest-differences.js'
import { LOG_OUT_ROUTE } from './log-out-route.js'
import { PASSED_ON } from './passed-on.js'
import { PROBLEM_FACTS } from './problem-facts.js'
import type { Expected } from './route-case.js'
import { same } from './same.js'
import { sameJson } from './same-json.js'
import { tokenDifferences } from './token-differences.js'

/** The headers that are compared; hosts may set others. */
export type ComparedHeaders = {
  readonly [Name in 'content-type' | 'cache-control' | 'allow' | 'www-authenticate' | 'retry-after']?:
    | string
    | undefined
}

/** The expected status, headers and body. */
export interface ExpectedResponse {
  readonly status: number
  /** Undefined if the app responds instead of the endpoint. */
  readonly headers?: ComparedHeaders
  /** Lists the differences between a body and the expected one. */
  readonly body: (text: string) => readonly string[]
}

type Reason = Extract<Expected, { kind: 'problem' }>['reason']

/** Converts an expectation to status, headers and body. */
export function expectedResponse(expected: Expected, passesOn: boolean): ExpectedResponse {
  switch (expected.kind) {
    case 'token':
    case 'guest': {
      const type = expected.text === true ? 'text/plain; charset=utf-8' : 'application/json'
      const headers = { 'cache-control': 'no-store', 'content-type': type }
      return { status: 200, headers, body: text => bodyDifferences(expected, text) }
    }
    case 'problem':
      return problem(expected)
    case 'passed on':
      if (!passesOn) return notPassedOn(expected.allow)
      return { status: PASSED_ON.status, body: text => same('body', text, PASSED_ON.body) }
    case 'preflight':
      return {
        status: 204,
        headers: { 'cache-control': 'no-store' },
        body: text => same('body', text, ''),
      }
    case 'allow':
      return methods(expected.allow)
    case 'json': {
      const headers = { 'cache-control': 'no-store', 'content-type': 'application/json' }
      return { status: 200, headers, body: text => sameJson(text, expected.body) }
    }
    case 'guarded':
      return { status: 200, body: text => sameJson(text, expected.found) }
    case 'logged out':
      return { status: 200, body: text => sameJson(text, LOG_OUT_ROUTE.result) }
    case 'thrown': {
      const { status = 0 } = PROBLEM_FACTS[expected.reason] ?? {}
      return { status, body: text => sameJson(text, { thrown: expected.reason }) }
    }
  }
}

function bodyDifferences(
  expected: Extract<Expected, { kind: 'token' | 'guest' }>,
  text: string,
): readonly string[] {
  return expected.kind === 'guest' ? guestDifferences(expected, text) : tokenDifferences(expected, text)
}

function notPassedOn(allow: string | undefined): ExpectedResponse {
  return allow === undefined ? problem({ reason: 'not_found' }) : methods(allow)
}

function methods(allow: string): ExpectedResponse {
  const headers = { 'cache-control': 'no-store', allow }
  return { status: 204, headers, body: text => same('body', text, '') }
}

function problem({
  reason,
  allow,
  retryAfter,
  detail,
}: Omit<Extract<Expected, { kind: 'problem' }>, 'kind'>): ExpectedResponse {
  const facts = PROBLEM_FACTS[reason]
  const headers = {
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    allow,
    'www-authenticate': facts?.challenge,
    'retry-after': retryAfter ?? facts?.retryAfter,
  }
  return {
    status: facts?.status ?? 0,
    headers,
    body: text => sameJson(text, problemBody(reason, allow, detail)),
  }
}

/** The body of a problem. Title and detail come from core, unless it names methods; all other members from the table. */
function problemBody(reason: Reason, allow: string | undefined, given: string | undefined): unknown {
  const { title, ...fixed } = JSON.parse(problemReply(new TokenProviderError(reason)).body)
  const { status, code } = PROBLEM_FACTS[reason] ?? {}
  const detail = given ?? (allow === undefined ? fixed.detail : `This route responds to ${allow}.`)
  return { type: `urn:stream-token:error:${reason}`, title, status, detail, reason, code }
}
