import { describe, expect, it } from 'vitest'
import { copyRevocations } from '../src/index.js'
import { cut, openMirror, pair, startServer } from './fixture/open-mirror.js'
import { START } from './fixture/start.js'

describe('copyRevocations', () => {
  it('merges all of one store into another, in batches, any number of times', async () => {
    const here = startServer()
    const from = openMirror({}, here)
    const to = openMirror({}, { time: here.time, server: startServer().server })
    from.server.write(
      Array.from({ length: 600 }, (_, at) => cut(`user${at}`, 1)),
      START - 60,
    )
    from.server.write([{ app: true, cutoff: pair(2) }, cut('john', 1), { userId: 'john', block: pair(1) }])
    to.server.write([cut('john', 2), cut('jane', 1)])
    from.source.load = async () => ({
      position: from.server.position(),
      floor: from.server.data.hash.floor,
      parts: (async function* () {
        yield from.server.changes()
      })(),
    })
    for (const _ of [1, 2]) {
      await to.settled(copyRevocations(from.store, to.store))
      expect(to.server.data.hash).toMatchObject({ floor: START - 60 })
      expect(to.server.data.hash.pairs.size).toBe(604)
      expect(to.server.read('john', 60).states).toEqual([
        { user: pair(2), block: pair(1), app: pair(2), floor: START - 60 },
      ])
    }
    expect(to.source.calls.write).toBe(6)
    expect((await to.settled(to.store.read('jane', { fresh: true }))).user).toEqual(pair(1))
  })

  it('rejects if the snapshot does not go on', async () => {
    const { time, server } = startServer()
    const from = openMirror({}, { time, server })
    const to = openMirror({}, { time, server: startServer().server })
    from.source.load = async () => ({
      position: server.position(),
      parts: (async function* () {
        yield [cut('john', 1)]
        await new Promise(() => {})
      })(),
    })
    const outcome = expect(copyRevocations(from.store, to.store)).rejects.toThrow('within 10 s')
    await to.pass(11)
    await outcome
    expect(to.server.data.hash.pairs.size).toBe(1)
  })
})
