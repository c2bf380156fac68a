import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { memoryRevocationStore } from '@stream-token/core'
import type Koa from 'koa'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { isTokenProviderError, type StreamTokenMiddleware, streamTokenProvider } from '../src/index.js'
import { koas } from './fixture/koas.js'
import { options } from './fixture/options.js'

const stream = streamTokenProvider(() => 'john', options)

/** Serves an app whose sockets send the user id of the token; returns the server's address. */
async function serve(app: Koa, acceptQueryToken: boolean, stream: StreamTokenMiddleware) {
  const server = createServer(app.use(stream).callback())
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    stream.authenticateUpgrade(request, { acceptQueryToken }).then(
      ({ userId }) => sockets.handleUpgrade(request, socket, head, client => client.send(userId)),
      (error: unknown) => {
        const status = isTokenProviderError(error) ? error.status : 500
        socket.end(`HTTP/1.1 ${status} Refused\r\nConnection: close\r\n\r\n`)
      },
    )
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const client of sockets.clients) client.terminate()
    server.close()
    server.closeAllConnections()
  })
  return `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** Connects a client; resolves with the first message, or with the status of the refusal. */
const connect = (url: string, headers: Record<string, string>) =>
  new Promise((resolve, reject) => {
    const client = new WebSocket(url, { headers })
    client.once('message', data => resolve(String(data)))
    client.once('unexpected-response', (request, { statusCode }) => {
      request.destroy()
      resolve(statusCode)
    })
    client.once('error', reject)
  })

describe.each(koas)('$name: authenticateUpgrade', ({ create }) => {
  it.each([
    ['a token in the header', false, '', true, 'john'],
    ['no token', false, '', false, 401],
    ['a token in the query, which is not accepted', false, 'token', false, 401],
    ['a token in the query, which is accepted', true, 'token', false, 'john'],
    ['a token in both', true, 'token', true, 400],
    ['a bad token in the query', true, 'a.b.c', false, 401],
  ])('with %s', async (_what, acceptQueryToken, query, header, expected) => {
    const token = await stream.createToken('john')
    const search = query === '' ? '' : `?authorization=${query === 'token' ? token : query}`
    const url = await serve(create(), acceptQueryToken, stream)
    const headers: Record<string, string> = header ? { authorization: `Bearer ${token}` } : {}
    expect(await connect(`${url}/chat${search}`, headers)).toBe(expected)
  })

  it('refuses a token after it was revoked', async () => {
    const revoking = streamTokenProvider(() => 'john', { ...options, revocations: memoryRevocationStore() })
    const url = await serve(create(), false, revoking)
    const headers = { authorization: `Bearer ${await revoking.createToken('john')}` }
    expect(await connect(url, headers)).toBe('john')
    await revoking.revokeUserToken('john')
    expect(await connect(url, headers)).toBe(401)
  })
})
