import { API_SECRET } from './app-settings.js'
import type { HttpAnswer } from './http-answer.js'
import { readToken } from './read-token.js'

/** A token, in JSON or as the whole text. */
const TOKEN = /"token":"([^"]*)"|^([\w-]+\.[\w-]+\.[\w-]+)$/

/** The claims of the token in an answer; none where there is no token. */
export function readPayload({ body }: Pick<HttpAnswer, 'body'>): Readonly<Record<string, unknown>> {
  const [, inJson, bare] = TOKEN.exec(body) ?? []
  const token = inJson ?? bare ?? ''
  return JSON.parse(readToken(token, API_SECRET) ?? '{}')
}
