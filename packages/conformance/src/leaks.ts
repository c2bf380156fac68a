import { API_SECRET } from './app-settings.js'
import type { HttpAnswer } from './http-answer.js'

/** What is in a stack, in the secret, and in what the tests' own functions throw. */
const TRACES = [API_SECRET, 'canary', 'node_modules', 'node:internal', '    at ']

/** Names what an answer holds that none may, whoever gives it. */
export function leaks({ headers, body }: HttpAnswer): readonly string[] {
  const text = `${[...headers].join('\n')}\n${body}`
  const traces = TRACES.filter(trace => text.includes(trace))
  const unwanted = ['set-cookie', 'x-canary'].filter(name => headers.has(name))
  return [...traces, ...unwanted].map(trace => `leaks ${trace}`)
}
