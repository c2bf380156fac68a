import type { HttpAnswer } from '../http-answer.js'
import { readPayload } from '../read-payload.js'

/** Counts answers by what they say. */
export function tally(answers: readonly HttpAnswer[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const kind = kindOf(answer)
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

function kindOf(answer: HttpAnswer): string {
  const { status, headers, body } = answer
  if (status === 0) return 'lost'
  if (status === 200) return `token of ${readPayload(answer).user_id}`
  const [, reason = 'no reason'] = /"reason":"(\w+)"/.exec(body) ?? []
  const wait = headers.get('retry-after')
  return `${status} ${reason}${wait === undefined ? '' : `, again in ${wait} s`}`
}
