import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { fromNodeLogOut } from '../../src/node/log-out-request.js'
import { fixedProvider } from '../fixture/fixed-provider.js'
import { post, received } from '../fixture/loopback.js'

describe('fromNodeLogOut', () => {
  it('aborts the signal of a pending verifyUser when the client disconnects', async () => {
    const { response, socket } = await received(post(''))
    const seen: boolean[] = []
    const endpoint = fixedProvider({ verifyUserTimeout: 60 }).endpoint<string>(async (_raw, { signal }) => {
      const aborted = once(signal, 'abort')
      seen.push(signal.aborted)
      socket.destroy()
      await aborted
      seen.push(signal.aborted)
      return null
    })
    await endpoint.logOut(
      fromNodeLogOut(response, 'raw', () => undefined),
      () => {},
    )
    expect(seen).toEqual([false, true])
  })
})
