import { createHs256Key } from '#hs256'
import { TokenProviderError } from '../errors/errors.js'
import type { Hs256Key } from './hs256/engine.js'

/** The imported secrets of one app: the newest signs, all verify. */
export interface Keyring {
  newest(): Hs256Key
  all(): readonly Hs256Key[]
  /** Replaces the secrets. Tokens signed with a secret that is not in the new list are refused. */
  rotate(secrets: readonly string[]): void
}

/** Imports each secret once, on first use. */
export function createKeyring(secrets: () => readonly string[]): Keyring {
  let keys: readonly Hs256Key[] | undefined
  const all = (): readonly Hs256Key[] => {
    keys ??= secrets().map(secret => createHs256Key(secret))
    return keys
  }
  return {
    all,
    newest() {
      const [key] = all()
      if (key === undefined) throw new TokenProviderError('config_invalid')
      return key
    },
    rotate(newer) {
      keys = newer.map(createHs256Key)
    },
  }
}
