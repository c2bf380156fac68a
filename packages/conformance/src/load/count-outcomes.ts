import type { HttpResponse } from '../http-response.js'
import { readPayload } from '../read-payload.js'

/** Counts responses by their outcome. */
export function countOutcomes(responses: readonly HttpResponse[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const response of responses) {
    const outcome = outcomeOf(response)
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

function outcomeOf(response: HttpResponse): string {
  const { status, headers, body } = response
  if (status === 0) return 'lost'
  if (status === 200) return `token of ${readPayload(response).user_id}`
  const [, reason = 'no reason'] = /"reason":"(\w+)"/.exec(body) ?? []
  const wait = headers.get('retry-after')
  return `${status} ${reason}${wait === undefined ? '' : `, retry after ${wait} s`}`
}
