import { describe, expect, it, vi } from 'vitest'
import type { RevocationStore, StoreContext } from '../../src/cutoffs/store.js'
import { configInvalid } from '../../src/errors/errors.js'
import type { EventFacts } from '../../src/events/events.js'
import { createStoreUse } from '../../src/revocation/open-store.js'
import { reasonOf } from '../fixture/caught.js'

const clock = (): number => 7

/** A store that records how it is opened and closed. */
function recordedStore() {
  const opened: StoreContext[] = []
  const log: string[] = []
  const store: RevocationStore = {
    read: () => ({}),
    write: async () => [],
    open(context) {
      opened.push(context)
      log.push('open')
    },
    async close() {
      log.push('close')
    },
  }
  return { store, opened, log }
}

/** The use of a store by one more provider. */
function useOf(given: RevocationStore | undefined, fallback?: () => RevocationStore) {
  const events: EventFacts[] = []
  const use = createStoreUse(
    given,
    fallback ?? (() => recordedStore().store),
    () => 'key',
    clock,
    facts => events.push(facts),
  )
  return { ...use, events }
}

describe('createStoreUse', () => {
  it('opens the store at first use, once for all providers, with the key and the clock', () => {
    const { store, opened, log } = recordedStore()
    const [one, other] = [useOf(store), useOf(store)]
    expect(log).toEqual([])
    expect([one.get(), one.get(), other.get()]).toEqual([store, store, store])
    expect(opened).toMatchObject([{ apiKey: 'key', clock }])
  })

  it('closes the store with the last provider that uses it', async () => {
    const { store, log } = recordedStore()
    const [one, other, unused] = [useOf(store), useOf(store), useOf(store)]
    one.get()
    other.get()
    await one.close()
    await one.close()
    await other.close()
    expect(log).toEqual(['open'])
    // It has named the store, but never used it.
    await unused.close()
    expect(log).toEqual(['open', 'close'])
  })

  it('opens the store again for a provider that comes after the last was closed', async () => {
    const { store, log } = recordedStore()
    const one = useOf(store)
    one.get()
    await one.close()
    const other = useOf(store)
    other.get()
    await other.close()
    expect(log).toEqual(['open', 'close', 'open', 'close'])
  })

  it('does not open a store for a provider that is closed, but returns it', async () => {
    const { store, log } = recordedStore()
    const one = useOf(store)
    await one.close()
    expect([one.get(), log]).toEqual([store, ['close']])
    await one.close()
    expect(log).toEqual(['close'])
  })

  it('creates the default store at first use, and closes none that was never used', async () => {
    const { store, log } = recordedStore()
    let created = 0
    const fallback = (): RevocationStore => {
      created++
      return store
    }
    await useOf(undefined, fallback).close()
    expect([created, log]).toEqual([0, []])
    const one = useOf(undefined, fallback)
    one.get()
    one.get()
    expect([created, log]).toEqual([1, ['open']])
    await one.close()
    expect(log).toEqual(['open', 'close'])
  })

  it('throws the error of a missing key, and opens the store once the key is there', async () => {
    const { store, log } = recordedStore()
    let key: string | undefined
    const use = createStoreUse(
      store,
      () => store,
      () => {
        if (key === undefined) throw configInvalid(['apiKey is missing'])
        return key
      },
      clock,
      () => {},
    )
    expect([await reasonOf(() => use.get()), log]).toEqual(['config_invalid', []])
    key = 'key'
    expect([use.get(), log]).toEqual([store, ['open']])
  })

  it('works with a store that can be neither opened nor closed', async () => {
    const store: RevocationStore = { read: () => ({}), write: async () => [] }
    const one = useOf(store)
    expect(one.get()).toBe(store)
    await one.close()
  })

  it('reports a notice to every provider that uses the store', async () => {
    const { store, opened } = recordedStore()
    const [one, other] = [useOf(store), useOf(store)]
    one.get()
    const notice = { type: 'store_folded', users: 3 } as const
    opened[0]?.notify(notice)
    await one.close()
    opened[0]?.notify(notice)
    expect([one.events, other.events]).toEqual([[notice], [notice, notice]])
  })

  it.each([
    ['production', 1],
    ['development', 0],
    [undefined, 0],
  ])('with NODE_ENV %s reports %d times that a store is in memory', (nodeEnv, times) => {
    vi.stubEnv('NODE_ENV', nodeEnv)
    const { store, opened } = recordedStore()
    const { get, events } = useOf(store)
    get()
    opened[0]?.notify({ type: 'store_is_memory' })
    expect(events).toEqual(Array(times).fill({ type: 'store_is_memory' }))
  })
})
