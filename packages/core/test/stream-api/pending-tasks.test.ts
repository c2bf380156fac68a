import { describe, expect, it } from 'vitest'
import { createPendingTasks } from '../../src/stream-api/pending-tasks.js'
import { rest } from '../fixture/fake-time.js'
import { deferred } from '../fixture/store-doubles.js'

describe('createPendingTasks', () => {
  it('returns the task itself, also one that rejects', async () => {
    const { track, idle } = createPendingTasks()
    const good = Promise.resolve(5)
    const bad = Promise.reject(new Error('down'))
    expect([track(good), track(bad)]).toEqual([good, bad])
    await expect(bad).rejects.toThrow('down')
    await idle()
  })

  it('is idle once all tasks have ended, including one that started during the wait', async () => {
    const { track, idle } = createPendingTasks()
    const [one, other] = [deferred(), deferred()]
    void track(one.promise)
    let isIdle = false
    const waiting = idle().then(() => {
      isIdle = true
    })
    void track(other.promise)
    one.resolve()
    await rest()
    expect(isIdle).toBe(false)
    other.reject(new Error('down'))
    await other.promise.catch(() => {})
    await waiting
    expect(isIdle).toBe(true)
  })
})
