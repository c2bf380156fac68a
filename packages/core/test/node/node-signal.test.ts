import { once } from 'node:events'
import { IncomingMessage, ServerResponse } from 'node:http'
import { type ClientHttp2Stream, connect, createServer, type Http2ServerResponse } from 'node:http2'
import { type AddressInfo, Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { fromNodeRequest } from '../../src/node/node-request.js'
import { nodeSignal } from '../../src/node/node-signal.js'

describe('nodeSignal without a connection', () => {
  it.each([
    ['the request is only a method', { method: 'POST' }],
    ['there is no request', undefined],
  ])('is not aborted if %s, until the response closes unfinished', (_what, request) => {
    const response = new ServerResponse(new IncomingMessage(new Socket()))
    Object.defineProperty(response, 'req', { value: request })
    const signal = nodeSignal(response)
    expect(signal.aborted).toBe(false)
    response.emit('close')
    expect(signal.aborted).toBe(true)
  })
})

describe('nodeSignal on HTTP/2', () => {
  /** A request as the server received it, with the stream of the client. */
  async function received(): Promise<{
    readonly client: ClientHttp2Stream
    readonly authority: string
    readonly request: IncomingMessage
    readonly response: ServerResponse
  }> {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const authority = `127.0.0.1:${(server.address() as AddressInfo).port}`
    const session = connect(`http://${authority}`)
    onTestFinished(() => {
      session.destroy()
      server.close()
    })
    const client = session.request({ ':method': 'POST', ':path': '/stream/token' }).on('error', () => {})
    // Node's compatibility layer implements the HTTP/1 classes in the types of adapters.
    const [request, response] = (await once(server, 'request')) as [IncomingMessage, ServerResponse]
    return { client, authority, request, response }
  }

  const closed = ({ response }: { response: ServerResponse }): Promise<unknown> =>
    once((response as unknown as Http2ServerResponse).stream, 'close')

  it('is aborted when the client resets its stream, whether created before or after', async () => {
    const exchange = await received()
    const before = nodeSignal(exchange.response)
    expect(before.aborted).toBe(false)
    exchange.client.close(8)
    await closed(exchange)
    expect([before.aborted, nodeSignal(exchange.response).aborted]).toEqual([true, true])
  })

  it('is not aborted when the response is sent', async () => {
    const exchange = await received()
    const signal = nodeSignal(exchange.response)
    exchange.client.resume().end()
    exchange.response.end('{}')
    await closed(exchange)
    expect(signal.aborted).toBe(false)
  })

  it('belongs to a request whose host header is the authority', async () => {
    const { request, response, authority } = await received()
    const { headers } = fromNodeRequest(request, response, { path: '/', raw: 1 })
    expect(headers('host')).toEqual([authority])
  })
})
