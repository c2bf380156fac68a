import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { countOutcomes } from '../src/load/count-outcomes.js'
import { responsesOf } from '../src/load/responses-of.js'

const OVERLOADED = '{"reason":"overloaded"}'

/** Counts the responses from a server that sends this text and ends the connection. */
async function read(text: string, requests: number) {
  const server = createServer(socket => socket.end(text)).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return countOutcomes(await responsesOf(connect(port, '127.0.0.1'), requests, 5))
}

const response = (status: number, body: string, header = ''): string =>
  `HTTP/1.1 ${status} Reason\r\n${header}Content-Length: ${body.length}\r\n\r\n${body}`

describe('responsesOf', () => {
  it('reads several responses on one connection', async () => {
    const two = response(503, OVERLOADED, 'Retry-After: 1\r\n') + response(503, OVERLOADED)
    expect(await read(two, 2)).toEqual({ '503 overloaded, retry after 1 s': 1, '503 overloaded': 1 })
  })

  it.each([
    ['a missing response', response(404, ''), { '404 no reason': 1, lost: 1 }],
    [
      'an incomplete body',
      response(404, '') + response(404, OVERLOADED).slice(0, -1),
      { '404 no reason': 1, lost: 1 },
    ],
    ['a connection without responses', '', { lost: 2 }],
  ])('counts as lost: %s', async (_what, text, counts) => {
    expect(await read(text, 2)).toEqual(counts)
  })

  it('counts a response without a request', async () => {
    expect(await read(response(404, '').repeat(2), 1)).toEqual({ '404 no reason': 2 })
  })
})
