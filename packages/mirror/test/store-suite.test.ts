import { storeSuite } from '@stream-token/conformance'
import { createMirror } from '../src/index.js'
import type { MirrorOptions } from '../src/mirror-options.js'
import { createPlainServer, type PlainServer } from './fixture/plain-server.js'
import { createPlainSource } from './fixture/plain-source.js'
import { START } from './fixture/start.js'

/** The suite waits for lagging copies, so this runs in real time. */
const realTime = {
  now: () => performance.now() / 1000,
  after(seconds: number, task: () => void) {
    const timer = setTimeout(task, seconds * 1000)
    return () => clearTimeout(timer)
  },
}

const servers = new Map<string, PlainServer>()

function serverAt(place: string): PlainServer {
  const newId = () => crypto.randomUUID()
  const found = servers.get(place) ?? createPlainServer(() => START + realTime.now(), newId)
  servers.set(place, found)
  return found
}

for (const options of [{}, { mode: 'direct' }, { maxEntries: 1 }] satisfies MirrorOptions[]) {
  const open = (place: string) =>
    createMirror({ ...createPlainSource(serverAt(place), realTime), name: place }, options)
  storeSuite(`mirrored ${JSON.stringify(options)}`, open, {
    durable: true,
    shared: true,
    withFloor(place) {
      serverAt(place).write([], START - 60)
      return open(place)
    },
  })
}
