import { API_SECRET } from './app-settings.js'
import type { HttpAnswer } from './http-answer.js'
import { readToken } from './read-token.js'

/** The claims of the token in an answer; none where there is no token. */
export function readPayload({ body }: HttpAnswer): Readonly<Record<string, unknown>> {
  const [, token = ''] = /"token":"([^"]*)"/.exec(body) ?? []
  return JSON.parse(readToken(token, API_SECRET) ?? '{}')
}
