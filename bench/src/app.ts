import { createSecretKey } from 'node:crypto'
import { createTokenProvider } from '@stream-token/core'

/** The app whose tokens are minted and validated: one secret, one user, one pair of times for all. */
export const apiKey = 'bench-key'
export const apiSecret = 'bench-secret-'.padEnd(64, '0123456789abcdef')
export const secretKeyObject = createSecretKey(apiSecret, 'utf8')

export const userId = 'john'
export const iat = Math.floor(Date.now() / 1000) - 5
export const exp = iat + 3600

export const provider = createTokenProvider({ apiKey, apiSecret })

/** The key as jose is fastest with it: imported once. */
export const cryptoKey = await crypto.subtle.importKey(
  'raw',
  new TextEncoder().encode(apiSecret),
  { name: 'HMAC', hash: 'SHA-256' },
  false,
  ['sign', 'verify'],
)
