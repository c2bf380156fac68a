import { createTokenProvider } from '../src/index.js'
import type { TokenProviderOptions } from '../src/options.js'
import type { TokenProvider } from '../src/token-provider.js'

/** The API secret of every test that does not need another: 32 bytes. */
export const SECRET = 'ssssssssssssssssssssssssssssssss'

/** The instant at which the tests' clocks stand, in seconds. */
export const NOW = 1_800_000_000

/** A provider whose clock stands at {@link NOW}. */
export function fixedProvider(options: TokenProviderOptions = {}): TokenProvider {
  return createTokenProvider({ apiKey: 'key', apiSecret: SECRET, clock: () => NOW * 1000, ...options })
}
