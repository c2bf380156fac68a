import { describe, expect, it } from 'vitest'
import { configInvalid } from '../../src/errors/errors.js'
import { createOverlay } from '../../src/revocation/overlay.js'
import { createRecorder } from '../../src/revocation/recorder.js'
import { reasonOf } from '../fixture/caught.js'
import { manualStore } from '../fixture/store-doubles.js'

function setUp() {
  const store = manualStore()
  const overlay = createOverlay()
  const record = createRecorder(
    () => store,
    overlay,
    1,
    () => {},
  )
  const revoke = (cutoff: number) => reasonOf(record([{ userId: 'john', cutoff }]).then(() => ({})))
  return { store, overlay, revoke }
}

describe('createRecorder', () => {
  it('keeps one revocation per user in memory, however often the store fails', async () => {
    const { store, overlay, revoke } = setUp()
    for (let cutoff = 1; cutoff <= 100; cutoff++) {
      const reason = revoke(cutoff)
      store.writes.at(-1)?.reject(new Error('down'))
      expect(await reason).toBe('revocation_not_stored')
    }
    expect(overlay.layer('john').user).toEqual([expect.objectContaining({ cutoff: 100 })])
  })

  it('keeps no revocation that fails with config_invalid', async () => {
    const { store, overlay, revoke } = setUp()
    const refused = revoke(1)
    store.writes[0]?.reject(new Error('down'))
    await refused
    const reason = revoke(9)
    store.writes[1]?.reject(configInvalid(['revocations must name a store']))
    expect(await reason).toBe('config_invalid')
    expect(overlay.layer('john').user).toEqual([expect.objectContaining({ cutoff: 1 })])
  })
})
