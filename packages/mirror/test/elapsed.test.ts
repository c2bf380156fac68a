import { describe, expect, it } from 'vitest'
import { createElapsed } from '../src/elapsed.js'

/** Creates a count over two clocks that the test sets. */
function create() {
  const clocks = { monotonic: 100, wall: 5000 }
  const elapsed = createElapsed(
    () => clocks.monotonic,
    () => clocks.wall,
  )
  const start = elapsed()
  return { clocks, passed: () => elapsed() - start }
}

describe('createElapsed', () => {
  it('counts seconds once, though both clocks go on', () => {
    const { clocks, passed } = create()
    for (let step = 0; step < 1000; step++) {
      clocks.monotonic += 0.001
      // As a clock of whole milliseconds does, it is sometimes ahead.
      clocks.wall = 5000 + Math.ceil((step + 1) * 0.7) / 700
      passed()
    }
    expect(passed()).toBeCloseTo(1, 3)
  })

  it('counts what only the wall clock shows', () => {
    const { clocks, passed } = create()
    clocks.wall += 600
    expect(passed()).toBe(600)
    clocks.monotonic += 5
    clocks.wall += 5
    expect(passed()).toBe(605)
  })

  it.each([
    ['is set back', -3600],
    ['fails', Number.NaN],
  ])('never goes back, if the wall clock %s', (_, change) => {
    const { clocks, passed } = create()
    clocks.wall += 600
    expect(passed()).toBe(600)
    clocks.wall += change
    clocks.monotonic += 1
    expect(passed()).toBe(601)
  })

  it('counts a sleep after the wall clock was set back', () => {
    const { clocks, passed } = create()
    clocks.wall -= 3600
    passed()
    clocks.wall += 60
    expect(passed()).toBe(60)
  })

  it('counts on the monotonic clock alone until the app’s clock is known', () => {
    const { clocks, passed } = create()
    clocks.wall = Number.NaN
    clocks.monotonic += 1
    expect(passed()).toBe(1)
  })
})
