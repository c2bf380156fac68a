import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createTokenProvider, memoryRevocationStore } from '@stream-token/core'
import express from 'express'
import { describe, expect, it, onTestFinished } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { isTokenProviderError, type StreamTokenMiddleware, streamTokenProvider } from '../src/index.js'
import { options } from './fixture/options.js'

const stream = streamTokenProvider(() => 'john', options)

/** Serves an app whose sockets send the user id of the token; returns the server's address. */
async function serve(acceptQueryToken: boolean, stream: StreamTokenMiddleware) {
  const server = createServer(express().use(stream))
  const sockets = new WebSocketServer({ noServer: true })
  server.on('upgrade', (request, socket, head) => {
    socket.on('error', () => socket.destroy())
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

describe('authenticateUpgrade', () => {
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
    const url = await serve(acceptQueryToken, stream)
    const headers: Record<string, string> = header ? { authorization: `Bearer ${token}` } : {}
    expect(await connect(`${url}/chat${search}`, headers)).toBe(expected)
  })
  it('refuses a revoked token and accepts the next one', async () => {
    const revoking = streamTokenProvider(() => 'john', { ...options, revocations: memoryRevocationStore() })
    const url = await serve(false, revoking)
    const connectWith = (token: string) => connect(url, { authorization: `Bearer ${token}` })
    const token = await revoking.createToken('john')
    await revoking.revokeUserToken('john')
    expect(await connectWith(token)).toBe(401)
    expect(await connectWith(await revoking.createToken('john'))).toBe('john')
  })

  it('refuses a token with 503 if its revocation state is unknown', async () => {
    const revocations = { read: () => new Promise<never>(() => {}), write: async () => [] }
    const unknown = streamTokenProvider(() => 'john', { ...options, revocations, storeTimeout: 0.02 })
    const url = await serve(false, unknown)
    const token = await createTokenProvider(options).createToken('john')
    expect(await connect(url, { authorization: `Bearer ${token}` })).toBe(503)
  })
})
