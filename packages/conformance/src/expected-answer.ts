import { TokenProviderError } from '@stream-token/core'
import { problemReply } from '@stream-token/core/adapter'
import { PASSED_ON } from './passed-on.js'
import { PROBLEM_FACTS } from './problem-facts.js'
import type { Expected } from './route-case.js'
import { same } from './same.js'
import { sameJson } from './same-json.js'
import { tokenDifferences } from './token-differences.js'

/** The headers that are compared; the others are the host's business. */
export type ComparedHeaders = {
  readonly [Name in 'content-type' | 'cache-control' | 'allow' | 'www-authenticate' | 'retry-after']?:
    | string
    | undefined
}

/** An expectation in terms of HTTP. */
export interface ExpectedAnswer {
  readonly status: number
  /** Undefined where the app answers, and not the endpoint. */
  readonly headers?: ComparedHeaders
  /** Names what is wrong with the body. */
  readonly body: (text: string) => readonly string[]
}

type Reason = Extract<Expected, { kind: 'problem' }>['reason']

/** Says what an expectation means for status, headers and body. */
export function expectedAnswer(expected: Expected, passesOn: boolean): ExpectedAnswer {
  switch (expected.kind) {
    case 'token': {
      const type = expected.text === true ? 'text/plain; charset=utf-8' : 'application/json'
      const headers = { 'cache-control': 'no-store', 'content-type': type }
      return { status: 200, headers, body: text => tokenDifferences(expected, text) }
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
    case 'json': {
      const headers = { 'cache-control': 'no-store', 'content-type': 'application/json' }
      return { status: 200, headers, body: text => sameJson(text, expected.body) }
    }
    case 'guarded':
      return { status: 200, body: text => sameJson(text, expected.found) }
    case 'thrown': {
      const { status = 0 } = PROBLEM_FACTS[expected.reason] ?? {}
      return { status, body: text => sameJson(text, { thrown: expected.reason }) }
    }
  }
}

function notPassedOn(allow: string | undefined): ExpectedAnswer {
  if (allow === undefined) return problem({ reason: 'not_found' })
  const headers = { 'cache-control': 'no-store', allow }
  return { status: 204, headers, body: text => same('body', text, '') }
}

function problem({
  reason,
  allow,
  retryAfter,
}: Omit<Extract<Expected, { kind: 'problem' }>, 'kind'>): ExpectedAnswer {
  const facts = PROBLEM_FACTS[reason]
  const headers = {
    'cache-control': 'no-store',
    'content-type': 'application/problem+json',
    allow,
    'www-authenticate': facts?.challenge,
    'retry-after': retryAfter ?? facts?.retryAfter,
  }
  return { status: facts?.status ?? 0, headers, body: text => sameJson(text, problemBody(reason)) }
}

/** The body of a problem: its two sentences are core's, all else is held against the table. */
function problemBody(reason: Reason): unknown {
  const { title, detail } = JSON.parse(problemReply(new TokenProviderError(reason)).body)
  const { status, code } = PROBLEM_FACTS[reason] ?? {}
  return { type: `urn:stream-token:error:${reason}`, title, status, detail, reason, code }
}
