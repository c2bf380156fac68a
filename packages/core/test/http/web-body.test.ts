import { afterEach, describe, expect, it, vi } from 'vitest'
import { readWebBody } from '../../src/http/web-body.js'
import { caught, reasonOf } from '../fixture/caught.js'

const LIMITS = { bytes: 10, seconds: 2 }

/** A request whose body is a stream of the given chunks. With `never`, the stream stays open. */
function streamed(chunks: readonly string[], end: 'close' | 'error' | 'never' = 'close') {
  const cancelled: unknown[] = []
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk))
      if (end === 'close') controller.close()
      if (end === 'error') controller.error(new Error('connection reset'))
    },
    cancel: reason => void cancelled.push(reason),
  })
  const init = { method: 'POST', body, duplex: 'half' }
  return { request: new Request('https://api.example/', init), cancelled }
}

afterEach(() => void vi.useRealTimers())

describe('readWebBody', () => {
  it('returns no body for a request without a body', async () => {
    expect(await readWebBody(new Request('https://api.example/', { method: 'POST' }), LIMITS)).toEqual({
      kind: 'none',
    })
  })

  it('returns the bytes of every chunk in order', async () => {
    const { request } = streamed(['ab', '', 'cde', 'f'])
    expect(await readWebBody(request, LIMITS)).toEqual({
      kind: 'bytes',
      bytes: new TextEncoder().encode('abcdef'),
    })
  })

  it('returns no bytes for an empty body', async () => {
    expect(await readWebBody(streamed([]).request, LIMITS)).toEqual({
      kind: 'bytes',
      bytes: new Uint8Array(),
    })
  })

  it('reads bytes up to the limit and refuses one more', async () => {
    await expect(readWebBody(streamed(['12345', '67890']).request, LIMITS)).resolves.toHaveProperty(
      'kind',
      'bytes',
    )
    expect(await reasonOf(readWebBody(streamed(['12345', '678901']).request, LIMITS))).toBe('body_too_large')
  })

  it('cancels a body whose Content-Length is too large before reading it', async () => {
    const { request, cancelled } = streamed([], 'never')
    request.headers.set('content-length', '11')
    expect(await reasonOf(readWebBody(request, LIMITS))).toBe('body_too_large')
    expect([cancelled.length, request.body?.locked]).toEqual([1, false])
  })

  it('cancels the rest of a body that is too large', async () => {
    const { request, cancelled } = streamed(['123456', '789012'], 'never')
    expect(await reasonOf(readWebBody(request, LIMITS))).toBe('body_too_large')
    expect(cancelled).toHaveLength(1)
  })

  it('refuses and cancels a body that does not end in time', async () => {
    vi.useFakeTimers()
    const { request, cancelled } = streamed(['1'], 'never')
    const read = caught(readWebBody(request, LIMITS))
    await vi.advanceTimersByTimeAsync(1999)
    expect(cancelled).toHaveLength(0)
    await vi.advanceTimersByTimeAsync(1)
    expect(await read).toHaveProperty('reason', 'body_timeout')
    expect(cancelled).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('leaves no timer behind', async () => {
    vi.useFakeTimers()
    await readWebBody(streamed(['1']).request, LIMITS)
    await caught(readWebBody(streamed(['1'], 'error').request, LIMITS))
    expect(vi.getTimerCount()).toBe(0)
  })

  it('rejects with body_invalid if the body breaks off', async () => {
    expect(await reasonOf(readWebBody(streamed([], 'error').request, LIMITS))).toBe('body_invalid')
  })

  it('throws if the body was already read, because that is an error of the host', async () => {
    const request = new Request('https://api.example/', { method: 'POST', body: 'x' })
    await request.text()
    expect(await caught(readWebBody(request, LIMITS))).toBeInstanceOf(TypeError)
  })
})
