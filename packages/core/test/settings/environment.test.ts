import { afterEach, describe, expect, it, vi } from 'vitest'
import { readEnvironment } from '../../src/settings/environment.js'

const NOTHING = { apiKey: undefined, apiSecret: undefined, nodeEnv: undefined, localTestHost: undefined }

afterEach(() => {
  vi.unstubAllEnvs()
  vi.unstubAllGlobals()
})

describe('readEnvironment', () => {
  it('reads the four variables again on each call', () => {
    vi.stubEnv('STREAM_API_KEY', 'key')
      .stubEnv('STREAM_API_SECRET', 'secret')
      .stubEnv('NODE_ENV', 'production')
      .stubEnv('STREAM_LOCAL_TEST_HOST', 'localhost:3030')
    expect(readEnvironment()).toEqual({
      apiKey: 'key',
      apiSecret: 'secret',
      nodeEnv: 'production',
      localTestHost: 'localhost:3030',
    })
    vi.stubEnv('STREAM_API_KEY', 'other')
    expect(readEnvironment().apiKey).toBe('other')
  })

  it('returns undefined for variables that are not set', () => {
    vi.stubEnv('STREAM_API_KEY', undefined)
      .stubEnv('STREAM_API_SECRET', undefined)
      .stubEnv('NODE_ENV', undefined)
      .stubEnv('STREAM_LOCAL_TEST_HOST', undefined)
    expect(readEnvironment()).toEqual(NOTHING)
  })

  it('returns undefined if the runtime has no process', () => {
    vi.stubGlobal('process', undefined)
    expect(readEnvironment()).toEqual(NOTHING)
  })

  it('returns undefined for a variable that the runtime refuses to read', () => {
    const refusing = {
      STREAM_API_KEY: 'key',
      get NODE_ENV() {
        throw new Error('Requires env access')
      },
    }
    vi.stubGlobal('process', { env: refusing })
    expect(readEnvironment()).toEqual({ ...NOTHING, apiKey: 'key' })
  })
})
