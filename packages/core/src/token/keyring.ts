import { createHs256Key } from '#hs256'
import { TokenProviderError } from '../errors/errors.js'
import type { Hs256Key } from './hs256/engine.js'

/** The imported secrets of one app: the newest signs, all verify. */
export interface Keyring {
  newest(): Hs256Key
  /** Tokens signed with a secret that is no longer in the list are refused. */
  all(): readonly Hs256Key[]
}

/** Imports each secret once, on first use and when the list is replaced. */
export function createKeyring(secrets: () => readonly string[]): Keyring {
  let imported: readonly string[] | undefined
  let keys: readonly Hs256Key[] = []
  const all = (): readonly Hs256Key[] => {
    const current = secrets()
    if (current !== imported) {
      keys = current.map(secret => createHs256Key(secret))
      imported = current
    }
    return keys
  }
  return {
    all,
    newest() {
      const [key] = all()
      if (key === undefined) throw new TokenProviderError('config_invalid')
      return key
    },
  }
}
