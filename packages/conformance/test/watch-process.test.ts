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

  /** A response of which the client has seen the beginning. */
  async function begun(): Promise<{ response: ServerResponse; leave: () => void }> {
    if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening')
    const { port } = server.address() as AddressInfo
    const arrived = once(server, 'request')
    const client = get({ port, host: '127.0.0.1', agent: false }).on('error', () => {})
    const [, response] = await arrived
    return { response, leave: () => client.destroy() }
  }

  it('notes data that is written to a response after its end, and no end of nothing', async () => {
    const { response } = await begun()
    response.on('error', () => {})
    response.end('over')
    response.end()
    expect(facts().faults).toEqual([])
    response.write('more')
    expect(facts().faults).toEqual(['write of data to a response that is ended'])
  })

  it('notes data that is written to a response whose client has left', async () => {
    const { response, leave } = await begun()
    leave()
    await once(response, 'close')
    response.end()
    response.end('late')
    expect(facts().faults).toContain('end of data to a response that is closed')
  })

  it('counts what keeps the process going', () => {
    const { resources } = facts()
    const timers = [setTimeout(() => {}, 1000), setTimeout(() => {}, 1000)]
    expect(facts().resources.Timeout).toBe((resources.Timeout ?? 0) + timers.length)
    timers.forEach(clearTimeout)
    expect(facts().resources).toEqual(resources)
  })

  it('remembers memory that is in use no more', () => {
    const { memory } = facts()
    let held: Buffer | undefined = Buffer.alloc(64 * MEBIBYTE, 1)
    expect(held.at(-1)).toBe(1)
    held = undefined
    expect(facts().mostMemory).toBeGreaterThan(memory + 60 * MEBIBYTE)
  })
})
