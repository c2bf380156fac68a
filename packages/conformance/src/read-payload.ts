import { API_SECRET } from './app-settings.js'
import type { HttpResponse } from './http-response.js'
import { readToken } from './read-token.js'

/** Matches a token in JSON, under any name, or as the whole text. */
const TOKEN = /"([\w-]+\.[\w-]+\.[\w-]+)"|^([\w-]+\.[\w-]+\.[\w-]+)$/

/** Returns the claims of the token in a response; empty if there is no token. */
export function readPayload({ body }: Pick<HttpResponse, 'body'>): Readonly<Record<string, unknown>> {
  const [, inJson, bare] = TOKEN.exec(body) ?? []
  const token = inJson ?? bare ?? ''
  return JSON.parse(readToken(token, API_SECRET) ?? '{}')
}
