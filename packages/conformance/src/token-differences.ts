import { API_KEY, API_SECRET } from './app-settings.js'
import { NOW } from './now.js'
import { readToken } from './read-token.js'
import type { Expected } from './route-case.js'
import { same } from './same.js'
import { sameJson } from './same-json.js'

/** Lists errors in a response with a token. The token is verified here, not by the code under test. */
export function tokenDifferences(
  expected: Extract<Expected, { kind: 'token' }>,
  text: string,
): readonly string[] {
  const { expiresIn = 3600, backdate = 5, userId = 'john', claims = {} } = expected
  const [, token = ''] = expected.text === true ? ['', text] : (/"([\w-]+\.[\w-]+\.[\w-]+)"/.exec(text) ?? [])
  const exp = expiresIn === null ? undefined : NOW + expiresIn
  const payload = JSON.stringify({ user_id: userId, exp, iat: NOW - backdate, ...claims })
  const found = same('payload', readToken(token, API_SECRET), payload)
  if (expected.text === true) return found
  if (expected.json !== undefined)
    return [...found, ...sameJson(text, JSON.parse(JSON.stringify(expected.json).replace('{token}', token)))]
  return [...found, ...sameJson(text, { token, userId, apiKey: API_KEY, expiresAt: exp ?? null, expiresIn })]
}
