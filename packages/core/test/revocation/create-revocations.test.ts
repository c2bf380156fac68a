import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RevocationState } from '../../src/cutoffs/store.js'
import { createRevocations } from '../../src/revocation/create-revocations.js'
import { sharedStateOf } from '../../src/revocation/shared-state.js'
import { parseOptions } from '../../src/settings/settings.js'
import { createKeyring } from '../../src/token/keyring.js'
import { createSigner } from '../../src/token/sign.js'
import { reasonOf } from '../fixture/caught.js'
import { fakeStream } from '../fixture/fake-stream.js'
import { advance, fakeTime } from '../fixture/fake-time.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { manualStore, pair, readingStore, replaceableStore } from '../fixture/store-doubles.js'

function setUp(store = manualStore()) {
  const { read, noteMinted, close } = createRevocations({
    settings: parseOptions({ revocations: store, streamApi: false }),
    defaultStore: () => store,
    apiKey: () => 'key',
    load: () => undefined,
    signer: createSigner(
      createKeyring(() => [SECRET]),
      8192,
    ),
    now: () => NOW,
    emit: () => {},
  })
  return { store, read, noteMinted, close, shared: () => sharedStateOf('key', store) }
}

describe('createRevocations', () => {
  it('reads synchronously if the store does, with what is pending here', () => {
    const store = Object.assign(
      manualStore(),
      readingStore(() => ({ user: pair(5), floor: 1 })),
    )
    const { read, shared } = setUp(store)
    expect(read('john')).toEqual({ user: pair(5), floor: 1 })
    shared().overlay.apply([{ userId: 'john', cutoff: 7 }])
    expect([read('john'), read('jane')]).toEqual([
      { user: pair(7, 3), floor: 1 },
      { user: pair(5), floor: 1 },
    ])
  })

  it('includes a revocation made here before the read, even if the store does not have it yet', async () => {
    const { store, read, shared } = setUp()
    const { release } = shared().overlay.apply([{ userId: 'john', cutoff: 7, block: 'forever' }])
    const result = read('john')
    release()
    store.reads[0]?.resolve({ app: pair(3) })
    expect(await result).toEqual({ user: pair(7), app: pair(3), block: pair('forever') })
  })

  it('includes revocations made here during the read', async () => {
    const { store, read, shared } = setUp()
    const results = [read('john'), read('jane'), read(undefined)]
    shared().overlay.apply([
      { userId: 'john', cutoff: 7 },
      { app: true, cutoff: 4 },
    ])
    for (const { resolve } of store.reads) resolve({ user: pair(5) })
    expect(await Promise.all(results)).toEqual([
      { user: pair(7, 3), app: pair(4) },
      { user: pair(5), app: pair(4) },
      { user: pair(5), app: pair(4) },
    ] satisfies RevocationState[])
  })

  it('passes on whether a read is fresh', async () => {
    const { store, read } = setUp()
    const results = [read('john'), read('jane', true)]
    expect(store.reads.map(({ fresh }) => fresh)).toEqual([false, true])
    for (const one of store.reads) one.resolve({})
    await Promise.all(results)
  })

  it('notes the highest iat that was minted', () => {
    const { noteMinted, shared } = setUp()
    for (const issuedAt of [5, 9, 7]) noteMinted(issuedAt)
    expect(shared().highestIat).toBe(9)
  })
})

describe('a change that is stored after writeTimeout', () => {
  const DATE = '2020-01-01T00:00:00.000Z'

  type Provider = ReturnType<typeof fixedProvider>

  /** Runs a command whose write takes 6 s; returns what Stream received until then, and what followed. */
  async function storedLate(command: (provider: Provider) => Promise<object>) {
    fakeTime(NOW)
    const stream = fakeStream()
    const revocations = replaceableStore()
    revocations.write = async changes => {
      await new Promise(resolve => setTimeout(resolve, 6000))
      return revocations.inner.write(changes)
    }
    const events: unknown[] = []
    let waiting = 0
    const provider = fixedProvider({
      clock: () => Date.now(),
      revocations,
      streamApi: stream.streamApi,
      waitUntil: () => void waiting++,
      onEvent: ({ type, ...facts }) => events.push('userId' in facts ? [type, facts.userId] : [type]),
    })
    const reason = reasonOf(command(provider))
    await advance(5.5)
    const before = [stream.calls.length, waiting]
    events.length = 0
    await advance(1)
    const calls = stream.calls.map(({ path, dates }) => [path, dates])
    return { reason: await reason, before, calls, events, waiting }
  }

  afterEach(() => void vi.useRealTimers())

  it.each<[string, (provider: Provider) => Promise<object>, unknown[], unknown[]]>([
    [
      'of users, in one call',
      provider => provider.revokeUsersToken(['john', 'jane'], DATE),
      ['/users', { john: DATE, jane: DATE }],
      [
        ['propagated', 'john'],
        ['propagated', 'jane'],
      ],
    ],
    ['of the app', provider => provider.revokeTokens(DATE), ['/app', { '': DATE }], [['propagated']]],
  ])('reaches Stream although its command has failed: %s', async (_name, command, call, events) => {
    expect(await storedLate(command)).toEqual({
      reason: 'revocation_not_stored',
      before: [0, 0],
      calls: [call],
      events,
      waiting: 1,
    })
  })

  it('says nothing about Stream for a block', async () => {
    const { calls, events, waiting } = await storedLate(provider => provider.blockUser('john'))
    expect([calls, events, waiting]).toEqual([[], [], 0])
  })
})
