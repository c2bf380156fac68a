import { CompactSign, compactVerify, errors } from 'jose'
import type { Hs256Key } from './engine.js'

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const
const encoder = new TextEncoder()
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A key on Web Crypto, through jose. The CryptoKey is imported once: jose would import bytes again at each call. */
export function createHs256Key(secret: string | Uint8Array): Hs256Key {
  const bytes = typeof secret === 'string' ? encoder.encode(secret) : new Uint8Array(secret)
  let imported: Promise<CryptoKey> | undefined
  const cryptoKey = (): Promise<CryptoKey> => {
    imported ??= crypto.subtle.importKey('raw', bytes, HMAC, false, ['sign', 'verify'])
    return imported
  }
  return {
    async sign(payload) {
      return new CompactSign(encoder.encode(payload))
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
        .sign(await cryptoKey())
    },
    async verify(jws) {
      try {
        await compactVerify(jws, await cryptoKey(), { algorithms: ['HS256'] })
        return true
      } catch (error) {
        if (error instanceof errors.JOSEError) return false
        throw error
      }
    },
  }
}

export function decodeText(base64url: string): string | undefined {
  const binary = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  try {
    return decoder.decode(Uint8Array.from(binary, character => character.charCodeAt(0)))
  } catch {
    return undefined
  }
}

export async function fingerprint(token: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(token)))
  return Array.from(digest.subarray(0, 8), byte => byte.toString(16).padStart(2, '0')).join('')
}
