import { describe, expect, it } from 'vitest'
import { createKeyring } from '../../src/token/keyring.js'
import { reasonOf } from '../fixture/caught.js'

describe('createKeyring', () => {
  it('creates the keys on first use, and again only for another list', () => {
    let reads = 0
    let secrets = ['n'.repeat(32), 'o'.repeat(32)]
    const keyring = createKeyring(() => {
      reads++
      return secrets
    })
    expect(reads).toBe(0)
    const [newest, older] = keyring.all()
    expect([keyring.newest(), ...keyring.all()]).toEqual([newest, newest, older])
    expect(keyring.all()).toBe(keyring.all())
    secrets = ['m'.repeat(32)]
    expect(keyring.all()).toHaveLength(1)
    expect(keyring.newest()).not.toBe(newest)
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
