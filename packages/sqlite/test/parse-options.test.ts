import { describe, expect, it } from 'vitest'
import { sqliteRevocationStore } from '../src/index.js'

const url = 'file:revocations.db'

describe('sqliteRevocationStore', () => {
  it.each([
    ['nothing', undefined, 'the options must be an object'],
    ['a URL alone', url, 'the options must be an object'],
    ['no url', {}, 'url must name a file, such as file:revocations.db'],
    ['a path without file:', { url: 'revocations.db' }, 'url must name a file'],
    ['a server', { url: 'libsql://app.turso.io' }, 'url must name a file'],
    ['memory', { url: ':memory:' }, 'url must name a file'],
    ['memory as a file', { url: 'file::memory:' }, 'url must name a file'],
    ['an empty namespace', { url, namespace: '' }, 'namespace must be a string, and not empty'],
    ['a number as the namespace', { url, namespace: 7 }, 'namespace must be a string, and not empty'],
    ['an unknown option', { url, path: 'x' }, 'path is not an option'],
    ['an option of the mirror that is out of range', { url, maxStale: 1 }, 'maxStale must be'],
  ])('refuses %s', (_, options, message) => {
    // As JavaScript could call it.
    const refuse = () => Reflect.apply(sqliteRevocationStore, undefined, [options])
    expect(refuse).toThrow(expect.objectContaining({ reason: 'config_invalid' }))
    expect(refuse).toThrow(message)
  })

  it.each([
    { url },
    { url: 'file:///data/revocations.db', namespace: 'app' },
    { url, mode: 'direct', cacheFor: 1 },
    { url, mode: 'mirror', maxStale: 30, maxEntries: 1000, readTimeout: 0.5 },
  ] as const)('accepts %j', options => {
    expect(sqliteRevocationStore(options).name).toContain(options.url)
  })

  it('has another name for another namespace', () => {
    const names = [{ url }, { url, namespace: 'one' }, { url, namespace: 'two' }].map(
      options => sqliteRevocationStore(options).name,
    )
    expect(new Set(names).size).toBe(3)
  })
})
