import { createHs256Key } from '#hs256'
import type { Keyring } from '../src/keyring.js'

/** A keyring that counts how often a signature was checked. */
export function countingKeyring(secret: string): { readonly keyring: Keyring; readonly count: () => number } {
  const key = createHs256Key(secret)
  let verified = 0
  const counting = {
    sign: key.sign,
    verify(jws: string) {
      verified++
      return key.verify(jws)
    },
  }
  return { keyring: { newest: () => counting, all: () => [counting], rotate() {} }, count: () => verified }
}
