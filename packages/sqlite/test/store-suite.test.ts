import { storeSuite } from '@stream-token/conformance'
import { sqliteRevocationStore } from '../src/index.js'
import { newFiles } from './fixture/new-file.js'

const newFile = newFiles()
const paths = new Map<string, string>()

for (const mode of ['mirror', 'direct'] as const) {
  const open = (place: string) => {
    const path = paths.get(place) ?? newFile()
    paths.set(place, path)
    return sqliteRevocationStore({ url: `file:${path}`, mode })
  }
  storeSuite(`SQLite, mode ${mode}`, open, { durable: true, shared: true, withFloor: open })
}
