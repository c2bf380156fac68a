import { once } from 'node:events'
import { createServer, type IncomingMessage } from 'node:http'
import { API_KEY } from './app-settings.js'
import { REFUSED_NAME } from './guest-names.js'
import { isGuestUpsert } from './is-guest-upsert.js'
import { TEST_TOKENS } from './test-tokens.js'

let started: Promise<string> | undefined

/**
 * Returns the URL of a stand-in for Stream's API on loopback, started once. It creates guests and nobody else: it refuses a
 * call with other credentials, another user or another role, so that no token of the app under test can hide such a call.
 * It does not keep the process alive.
 */
export function streamStandIn(): Promise<string> {
  started ??= start()
  return started
}

async function start(): Promise<string> {
  const server = createServer(async (request, response) => {
    const status = await statusFor(request)
    const body = status === 201 ? { users: {} } : { code: 17, message: 'refused', StatusCode: status }
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
  server.listen(0, '127.0.0.1').unref()
  await once(server, 'listening')
  const address = server.address()
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
}

async function statusFor(request: IncomingMessage): Promise<number> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  const { method, url, headers } = request
  if (method !== 'POST' || url !== `/users?api_key=${API_KEY}`) return 404
  if (headers.authorization !== TEST_TOKENS.get('server') || headers['stream-auth-type'] !== 'jwt') return 401
  const body: unknown = JSON.parse(text)
  if (!isGuestUpsert(body)) return 400
  return text.includes(`"${REFUSED_NAME}"`) ? 403 : 201
}
