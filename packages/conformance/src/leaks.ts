import { API_SECRET } from './app-settings.js'
import type { HttpResponse } from './http-response.js'

/** Text from stack traces, the secret, and errors of the tests' own functions. */
const TRACES = [API_SECRET, 'canary', 'node_modules', 'node:internal', '    at ']

/** Lists contents that no response may have, no matter who sends it. */
export function leaks({ headers, body }: HttpResponse): readonly string[] {
  const text = `${[...headers].join('\n')}\n${body}`
  const traces = TRACES.filter(trace => text.includes(trace))
  const unwanted = ['set-cookie', 'x-canary'].filter(name => headers.has(name))
  return [...traces, ...unwanted].map(trace => `leaks ${trace}`)
}
