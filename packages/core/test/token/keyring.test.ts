import { describe, expect, it } from 'vitest'
import { createKeyring } from '../../src/token/keyring.js'
import { reasonOf } from '../fixture/caught.js'

describe('createKeyring', () => {
  it('creates the keys once, on first use', () => {
    let reads = 0
    const keyring = createKeyring(() => {
      reads++
      return ['n'.repeat(32), 'o'.repeat(32)]
    })
    expect(reads).toBe(0)
    expect(keyring.newest()).toBe(keyring.all()[0])
    expect(keyring.all()).toHaveLength(2)
    expect(keyring.all()).toBe(keyring.all())
    expect(reads).toBe(1)
  })

  it('reads the secrets again after a failure', () => {
    let ready = false
    const keyring = createKeyring(() => {
      if (!ready) throw new Error('not yet')
      return ['n'.repeat(32)]
    })
    expect(() => keyring.all()).toThrow('not yet')
    ready = true
    expect(keyring.all()).toHaveLength(1)
  })

  it('refuses to sign without a secret', async () => {
    expect(await reasonOf(() => createKeyring(() => []).newest())).toBe('config_invalid')
  })
})
