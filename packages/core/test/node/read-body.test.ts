import { once } from 'node:events'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { readNodeBody } from '../../src/node/read-body.js'
import { caught, reasonOf } from '../fixture/caught.js'
import { chunked, post, received, serve } from '../fixture/loopback.js'

const LIMITS = { bytes: 20, seconds: 5 }
const bytesOf = (text: string) => ({ kind: 'bytes', bytes: Buffer.from(text) })

afterEach(() => void vi.useRealTimers())

describe('readNodeBody', () => {
  it('reads an unread stream', async () => {
    const { request } = await received(post('{"a":"é"}'))
    expect(await readNodeBody(request, undefined, LIMITS)).toEqual(bytesOf('{"a":"é"}'))
  })

  it('reads a chunked body', async () => {
    const { request, socket } = await received(chunked('{"a"', ':1'))
    const read = readNodeBody(request, undefined, LIMITS)
    socket.write('1\r\n}\r\n0\r\n\r\n')
    expect(await read).toEqual(bytesOf('{"a":1}'))
  })

  it('reads no bytes if there is no body', async () => {
    const { request } = await received('POST / HTTP/1.1\r\nHost: api.example\r\n\r\n')
    expect(await readNodeBody(request, undefined, LIMITS)).toEqual(bytesOf(''))
  })

  it('reads the stream if Express 4 has set an empty object for a body that its parser skipped', async () => {
    const { request } = await received(post('{"a":1}'))
    expect(await readNodeBody(request, () => ({}), LIMITS)).toEqual(bytesOf('{"a":1}'))
  })

  it.each([
    ['an object', { a: 1 }, { kind: 'parsed', value: { a: 1 } }],
    ['an empty object', {}, { kind: 'parsed', value: {} }],
    ['a list', [1], { kind: 'parsed', value: [1] }],
    ['a number', 5, { kind: 'parsed', value: 5 }],
    ['false', false, { kind: 'parsed', value: false }],
    ['raw bytes', Buffer.from('{}'), bytesOf('{}')],
    ['text', '{}', { kind: 'text', text: '{}' }],
    ['an empty string', '', { kind: 'text', text: '' }],
    ['null', null, { kind: 'none' }],
  ])('accepts %s from a parser that has read the stream', async (_name, parsed, expected) => {
    const { request } = await received(post('{"sent":1}'))
    await text(request)
    expect(await readNodeBody(request, () => parsed, LIMITS)).toEqual(expected)
  })

  it('returns no body for undefined if no body was sent', async () => {
    const { request } = await received(post(''))
    await text(request)
    expect(await readNodeBody(request, undefined, LIMITS)).toEqual({ kind: 'none' })
  })

  it.each([
    ['of a known length', post('{"sent":1}')],
    ['in chunks', `${chunked('{"sent":1}')}0\r\n\r\n`],
  ])('throws for a body %s that was read and dropped', async (_what, sent) => {
    const { request } = await received(sent)
    await text(request)
    expect(await caught(readNodeBody(request, undefined, LIMITS))).toBeInstanceOf(TypeError)
  })

  it('reads the parsed body only after the stream was read, and refuses one that throws', async () => {
    const parsed = vi.fn(() => {
      throw new Error('Invalid JSON')
    })
    const { request: unread } = await received(post('{"a":1}'))
    expect(await readNodeBody(unread, parsed, LIMITS)).toEqual(bytesOf('{"a":1}'))
    expect(parsed).not.toHaveBeenCalled()
    const { request } = await received(post('{"a"'))
    await text(request)
    expect(await reasonOf(readNodeBody(request, parsed, LIMITS))).toBe('body_invalid')
  })

  it('reads bytes up to the limit and refuses one more', async () => {
    const { request } = await received(post('x'.repeat(20)))
    await expect(readNodeBody(request, undefined, LIMITS)).resolves.toHaveProperty('bytes.length', 20)
    const { request: larger } = await received(post('x'.repeat(21)))
    expect(await reasonOf(readNodeBody(larger, undefined, LIMITS))).toBe('body_too_large')
  })

  it('refuses a body by its Content-Length before it arrives, and disconnects a client that sends it slowly', async () => {
    const { request, socket } = await received('POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 21\r\n\r\nx')
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    expect(await reasonOf(readNodeBody(request, undefined, LIMITS))).toBe('body_too_large')
    const closed = once(socket, 'close')
    vi.advanceTimersByTime(1000)
    await closed
    expect(request.destroyed).toBe(true)
  })

  it('refuses an endless body at the limit and leaves no listener behind', async () => {
    const { request } = await received(chunked('x'.repeat(21)))
    expect(await reasonOf(readNodeBody(request, undefined, LIMITS))).toBe('body_too_large')
    expect([request.listenerCount('data'), request.isPaused()]).toEqual([0, false])
  })

  it('discards the rest of a refused body', async () => {
    const { request, socket } = await received(chunked('x'.repeat(21)))
    expect(await reasonOf(readNodeBody(request, undefined, LIMITS))).toBe('body_too_large')
    const over = once(request, 'end')
    socket.write(`5\r\nagain\r\n0\r\n\r\n`)
    await over
    expect(request.complete).toBe(true)
  })

  it('leaves no timer behind when the body is read', async () => {
    const { request } = await received(post('{}'))
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    await readNodeBody(request, undefined, LIMITS)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('sets no timer for a complete body and reads it to its end', async () => {
    const { request } = await received(post('{}'))
    const ended = once(request, 'end')
    const setTimeout = vi.spyOn(globalThis, 'setTimeout')
    await readNodeBody(request, undefined, LIMITS)
    expect(setTimeout).not.toHaveBeenCalled()
    setTimeout.mockRestore()
    await ended
  })

  it('reads both bodies of two requests that arrive in one packet', async () => {
    const read: unknown[] = []
    const { port } = await serve(async (request, response) => {
      read.push(await readNodeBody(request, undefined, LIMITS))
      response.end()
      if (read.length === 2) socket.end()
    })
    const socket = connect(port, '127.0.0.1')
    socket.write(post('{"a":1}') + post('{"b":2}'))
    await once(socket.resume(), 'close')
    expect(read).toEqual([bytesOf('{"a":1}'), bytesOf('{"b":2}')])
  })

  it('waits for the rest of a partial body', async () => {
    const { request, socket } = await received(post('{"a":1}').slice(0, -2))
    const read = readNodeBody(request, undefined, LIMITS)
    socket.write('1}')
    expect(await read).toEqual(bytesOf('{"a":1}'))
  })

  it('reads every part of a stream that is already flowing', async () => {
    const { request, socket } = await received(post('{"a":1}').slice(0, -2))
    socket.write('1}')
    await vi.waitFor(() => expect(request.readableLength).toBe(7))
    request.resume()
    expect(await readNodeBody(request, undefined, LIMITS)).toEqual(bytesOf('{"a":1}'))
  })

  it('lets a client that is still sending read the refusal', async () => {
    const { url } = await serve(async (request, response) => {
      const error = await caught(readNodeBody(request, undefined, LIMITS))
      response.statusCode = error instanceof TokenProviderError ? error.status : 599
      response.end()
    })
    const response = await fetch(url, { method: 'POST', body: 'x'.repeat(1_000_000) })
    expect(response.status).toBe(413)
  })

  it('refuses a body that does not arrive in time', async () => {
    const { request } = await received(chunked('x'))
    expect(await reasonOf(readNodeBody(request, undefined, { bytes: 20, seconds: 0.02 }))).toBe(
      'body_timeout',
    )
  })

  it('disconnects a client that does not end its body after the refusal', async () => {
    const { request, socket } = await received(chunked('x'.repeat(21)))
    const closed = once(socket, 'close')
    expect(await reasonOf(readNodeBody(request, undefined, LIMITS))).toBe('body_too_large')
    await closed
    expect(request.destroyed).toBe(true)
  })

  it('rejects with body_invalid if the body breaks off', async () => {
    const { request, socket } = await received(chunked('x'))
    const read = caught(readNodeBody(request, undefined, LIMITS))
    socket.resetAndDestroy()
    expect(await read).toHaveProperty('reason', 'body_invalid')
  })

  it('rejects with body_invalid if the client disconnected before the body was read', async () => {
    const { request, socket } = await received(chunked('x'))
    const closed = new Promise(resolve => request.on('error', () => {}).once('close', resolve))
    socket.resetAndDestroy()
    await closed
    expect(await reasonOf(readNodeBody(request, undefined, LIMITS))).toBe('body_invalid')
  })

  it('reads a stream that has an encoding set', async () => {
    const { request } = await received(post('{"a":"é"}'))
    request.setEncoding('utf8')
    expect(await readNodeBody(request, undefined, LIMITS)).toEqual(bytesOf('{"a":"é"}'))
  })
})
