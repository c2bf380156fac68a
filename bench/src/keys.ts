import { createSecretKey } from 'node:crypto'
import { createTokenProvider } from '@stream-token/core'
import { apiKey, apiSecret } from './app.js'

/** The app's secret, prepared once in the form that is fastest for each library. */
export const provider = createTokenProvider({ apiKey, apiSecret })

export const secretKeyObject = createSecretKey(apiSecret, 'utf8')

export const cryptoKey = await crypto.subtle.importKey(
  'raw',
  new TextEncoder().encode(apiSecret),
  { name: 'HMAC', hash: 'SHA-256' },
  false,
  ['sign', 'verify'],
)
