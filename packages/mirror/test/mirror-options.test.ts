import { describe, expect, it } from 'vitest'
import { createMirror, type MirrorOptions } from '../src/index.js'
import { startServer } from './fixture/open-mirror.js'
import { createPlainSource } from './fixture/plain-source.js'
import { runtimeOf } from './fixture/virtual-time.js'

const create = (options: unknown) => {
  const { server, time } = startServer()
  return createMirror(createPlainSource(server, time), options as MirrorOptions)
}

describe('the options of createMirror', () => {
  it.each([
    [undefined],
    [{}],
    [{ mode: 'direct', cacheFor: 60 }],
    [{ mode: 'mirror', cacheFor: 0 }],
    [{ maxStale: 5, maxEntries: 1, readTimeout: 0.01 }],
    [{ maxStale: 3600, maxEntries: 100_000_000, readTimeout: 60 }],
    [{ mode: undefined, maxStale: undefined, maxEntries: undefined, cacheFor: undefined }],
    [{ runtime: runtimeOf(startServer().time) }],
  ])('may be %o', options => {
    expect(() => create(options)).not.toThrow()
  })

  it.each([
    [null, 'the options must be an object'],
    [{ mode: 'copy' }, "mode must be 'mirror' or 'direct'"],
    [{ maxStale: 4.9 }, 'maxStale must be seconds from 5 to 3600'],
    [{ maxStale: 3601 }, 'maxStale must be'],
    [{ maxStale: '60' }, 'maxStale must be'],
    [{ maxStale: Number.NaN }, 'maxStale must be'],
    [{ maxEntries: 0 }, 'maxEntries must be a whole number from 1 to 100,000,000'],
    [{ maxEntries: 1.5 }, 'maxEntries must be'],
    [{ maxEntries: 100_000_001 }, 'maxEntries must be'],
    [{ mode: 'direct', cacheFor: 61 }, 'cacheFor must be seconds from 0 to 60'],
    [{ mode: 'direct', cacheFor: -1 }, 'cacheFor must be'],
    [{ cacheFor: 1 }, "cacheFor needs mode: 'direct'"],
    [{ readTimeout: 0 }, 'readTimeout must be seconds from 0.01 to 60'],
    [{ readTimeout: null }, 'readTimeout must be'],
    [{ runtime: { monotonic: () => 0, random: () => 0 } }, 'runtime must be an object with the functions'],
    [{ runtime: null }, 'runtime must be'],
    [{ maxstale: 60 }, 'maxstale is not an option'],
    [{ toString: 1 }, 'toString is not an option'],
  ])('may not be %o', (options, message) => {
    expect(() => create(options)).toThrow(
      expect.objectContaining({ reason: 'config_invalid', message: expect.stringContaining(message) }),
    )
  })
})
