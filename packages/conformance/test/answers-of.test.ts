import { once } from 'node:events'
import { type AddressInfo, connect, createServer } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { answersOf } from '../src/load/answers-of.js'
import { tally } from '../src/load/tally.js'

const OVERLOADED = '{"reason":"overloaded"}'

/** What is read from a server that says this and ends the connection. */
async function read(text: string, requests: number) {
  const server = createServer(socket => socket.end(text)).listen(0, '127.0.0.1')
  onTestFinished(() => {
    server.close()
  })
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return tally(await answersOf(connect(port, '127.0.0.1'), requests, 5))
}

const answer = (status: number, body: string, header = ''): string =>
  `HTTP/1.1 ${status} Reason\r\n${header}Content-Length: ${body.length}\r\n\r\n${body}`

describe('answersOf', () => {
  it('reads several answers that follow each other', async () => {
    const two = answer(503, OVERLOADED, 'Retry-After: 1\r\n') + answer(503, OVERLOADED)
    expect(await read(two, 2)).toEqual({ '503 overloaded, again in 1 s': 1, '503 overloaded': 1 })
  })

  it.each([
    ['a missing answer', answer(404, ''), { '404 no reason': 1, lost: 1 }],
    ['half a body', answer(404, '') + answer(404, OVERLOADED).slice(0, -1), { '404 no reason': 1, lost: 1 }],
    ['no answer at all', '', { lost: 2 }],
  ])('counts as lost: %s', async (_what, text, counts) => {
    expect(await read(text, 2)).toEqual(counts)
  })

  it('counts an answer that nobody has asked for', async () => {
    expect(await read(answer(404, '').repeat(2), 1)).toEqual({ '404 no reason': 2 })
  })
})
