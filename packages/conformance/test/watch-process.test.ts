import { once } from 'node:events'
import { createServer, get, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, describe, expect, it } from 'vitest'
import { watchProcess } from '../src/load/watch-process.js'

const facts = watchProcess()
const MEBIBYTE = 1024 * 1024

describe('watchProcess', () => {
  const server = createServer((_request, response) => response.writeHead(200).write('begun'))
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })

  /** Returns a response whose beginning the client has received. */
  async function begun(): Promise<{ response: ServerResponse; disconnect: () => void }> {
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const arrived = once(server, 'request')
    const client = get({ port, host: '127.0.0.1', agent: false }).on('error', () => {})
    const [, response] = await arrived
    return { response, disconnect: () => client.destroy() }
  }

  it('records data written to a response after its end, but not an end without data', async () => {
    const { response } = await begun()
    response.on('error', () => {})
    response.end('over')
    response.end()
    expect(facts().errors).toEqual([])
    response.write('more')
    expect(facts().errors).toEqual(['write of data to a response that is ended'])
  })

  it('records data written to a response whose client has disconnected', async () => {
    const { response, disconnect } = await begun()
    disconnect()
    await once(response, 'close')
    response.end()
    response.end('late')
    expect(facts().errors).toContain('end of data to a response that is closed')
  })

  it('counts active resources', () => {
    const { resources } = facts()
    const timers = [setTimeout(() => {}, 1000), setTimeout(() => {}, 1000)]
    expect(facts().resources.Timeout).toBe((resources.Timeout ?? 0) + timers.length)
    timers.forEach(clearTimeout)
    expect(facts().resources).toEqual(resources)
  })

  it('remembers the peak of memory', () => {
    const { memory } = facts()
    let held: Buffer | undefined = Buffer.alloc(64 * MEBIBYTE, 1)
    expect(held.at(-1)).toBe(1)
    held = undefined
    expect(facts().mostMemory).toBeGreaterThan(memory + 60 * MEBIBYTE)
  })
})
