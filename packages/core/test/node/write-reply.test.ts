import { describe, expect, it } from 'vitest'
import type { TokenReply } from '../../src/http/token-reply.js'
import { writeReply } from '../../src/node/write-reply.js'
import { post, received, serve } from '../fixture/loopback.js'

const REPLY: TokenReply = {
  status: 401,
  headers: { 'cache-control': 'no-store', 'content-type': 'application/problem+json' },
  body: '{"é":1}',
}

describe('writeReply', () => {
  it('writes status, headers and body, and no ETag', async () => {
    const { url } = await serve((_request, response) => writeReply(response, REPLY))
    const found = await fetch(url)
    expect([found.status, await found.text()]).toEqual([401, '{"é":1}'])
    expect(found.headers.get('content-type')).toBe('application/problem+json')
    expect(found.headers.get('cache-control')).toBe('no-store')
    expect(found.headers.get('content-length')).toBe('8')
    expect(found.headers.has('etag')).toBe(false)
  })

  it('writes no body if the reply has none', async () => {
    const { url } = await serve((_request, response) =>
      writeReply(response, { status: 204, headers: { allow: 'POST' }, body: '' }),
    )
    const found = await fetch(url)
    expect([found.status, found.headers.get('allow'), await found.text()]).toEqual([204, 'POST', ''])
  })

  it('appends to an existing Vary header and replaces other headers', async () => {
    const { url } = await serve((_request, response) => {
      response.setHeader('vary', 'Accept-Encoding').setHeader('cache-control', 'public')
      writeReply(response, { ...REPLY, headers: { ...REPLY.headers, vary: 'Origin' } })
    })
    const { headers } = await fetch(url)
    expect([headers.get('vary'), headers.get('cache-control')]).toEqual([
      'Accept-Encoding, Origin',
      'no-store',
    ])
  })

  it('does not change a response that was already sent', async () => {
    const { url } = await serve((_request, response) => {
      response.end('first')
      writeReply(response, REPLY)
    })
    const found = await fetch(url)
    expect([found.status, await found.text()]).toEqual([200, 'first'])
  })

  it('writes nothing if the client has disconnected', async () => {
    const { response } = await received(post('{}'))
    response.destroy()
    expect(() => writeReply(response, REPLY)).not.toThrow()
    expect(response.headersSent).toBe(false)
  })
})
