import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type StreamEmulator, startStreamEmulator } from '../src/index.js'
import { authenticationCases } from './cases/authentication-cases.js'
import { announcement, readLiveSettings } from './cases/live-settings.js'
import { Target } from './cases/target.js'
import { apiKey, apiSecret } from './fixture/emulate.js'

/** The app at Stream, if STREAM_LIVE is 1. */
const live = readLiveSettings(process.env)
let emulator: StreamEmulator | undefined
let target: Target

async function prepare(): Promise<void> {
  for (const name of ['john', 'jane']) expect(await target.create(name)).toMatchObject({ status: 201 })
}

beforeAll(async () => {
  if (live === undefined) {
    emulator = await startStreamEmulator({ apiKey, apiSecret })
    target = new Target({ apiKey, apiSecret, chatUrl: emulator.url, videoUrl: `${emulator.url}/video` })
  } else {
    target = new Target(live)
    console.warn(announcement(live, target.prefix))
  }
  await prepare()
})

afterAll(async () => {
  await target.cleanUp()
  await emulator?.close()
})

describe(`authentication at ${live === undefined ? 'the emulator' : live.chatUrl}`, () => {
  it.for(authenticationCases)('%s', async ([, run, expected, scope], { skip }) => {
    if (scope === 'app' && emulator === undefined) skip('it would change the whole app')
    expect(await run(target)).toMatchObject(expected)
    if (scope !== 'app') return
    emulator?.reset()
    target.forget()
    await prepare()
  })

  it.skipIf(live !== undefined)('contacts nothing but the emulator', () => {
    expect([...target.hosts]).toEqual([emulator?.host])
  })
})

describe('readLiveSettings', () => {
  const keys = { STREAM_API_KEY: 'key', STREAM_API_SECRET: 'secret' }

  it.each([{}, keys, { ...keys, STREAM_LIVE: '' }, { ...keys, STREAM_LIVE: '0' }])(
    'returns nothing without STREAM_LIVE, so that nothing is contacted: %o',
    environment => {
      expect(readLiveSettings(environment)).toBeUndefined()
    },
  )

  it.each([
    ['without a key', { STREAM_API_SECRET: 'secret' }, 'needs STREAM_API_KEY and STREAM_API_SECRET'],
    [
      'without a secret',
      { STREAM_API_KEY: 'key', STREAM_API_SECRET: '' },
      'needs STREAM_API_KEY and STREAM_API_SECRET',
    ],
    [
      'beside STREAM_LOCAL_TEST_HOST',
      { ...keys, STREAM_LOCAL_TEST_HOST: 'localhost:1' },
      'STREAM_LOCAL_TEST_HOST is set',
    ],
    ['as a word', { ...keys, STREAM_LIVE: 'true' }, "STREAM_LIVE is 'true'"],
  ])('refuses STREAM_LIVE %s', (_, environment, message) => {
    expect(() => readLiveSettings({ STREAM_LIVE: '1', ...environment })).toThrow(message)
  })

  it('returns Stream’s own addresses, and says what will be changed there', () => {
    const settings = readLiveSettings({ ...keys, STREAM_LIVE: '1' })
    expect(settings).toEqual({
      ...{ apiKey: 'key', apiSecret: 'secret', chatUrl: 'https://chat.stream-io-api.com' },
      videoUrl: 'https://video.stream-io-api.com/video',
    })
    if (settings === undefined) return
    const text = announcement(settings, 'run-1-')
    expect(text).toContain('the app key at https://chat.stream-io-api.com')
    expect(text).toContain('users run-1-*')
    expect(text).not.toContain('secret')
  })
})
