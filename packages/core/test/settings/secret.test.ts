import { describe, expect, it } from 'vitest'
import { secretError } from '../../src/settings/secret.js'

const PEM = '-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\n-----END PUBLIC KEY-----'
const JWK = '{"kty":"RSA","n":"sXchDaQebHnPiGvyDOAT4saGEUetSyo9MKLOoWFsueri","e":"AQAB"}'

describe('secretError', () => {
  it.each([
    ['an empty string', '', 'is empty'],
    ['a space', ' ', 'is empty'],
    ['white space of every kind', '\t\r\n\u00a0\ufeff', 'is empty'],
    ['the word undefined', 'undefined', 'is a placeholder for a missing value'],
    ['the word null', 'null', 'is a placeholder for a missing value'],
    ['31 bytes', 's'.repeat(31), 'is shorter than 32 bytes (allowShortSecret permits it)'],
    ['a leading space', ` ${'s'.repeat(32)}`, 'starts or ends with white space'],
    ['a trailing line break', `${'s'.repeat(32)}\n`, 'starts or ends with white space'],
    ['a PEM', PEM, 'looks like a PEM or JWK, not a secret'],
    ['a PEM after spaces', `  \n${PEM}`, 'looks like a PEM or JWK, not a secret'],
    ['a PEM after a byte order mark', `\ufeff${PEM}`, 'looks like a PEM or JWK, not a secret'],
    ['a PEM after a comment', `# key of the app\n${PEM}`, 'looks like a PEM or JWK, not a secret'],
    ['a PEM in lower case', PEM.toLowerCase(), 'looks like a PEM or JWK, not a secret'],
    ['a PEM with escaped line breaks', PEM.replaceAll('\n', '\\n'), 'looks like a PEM or JWK, not a secret'],
    ['a certificate', PEM.replaceAll('PUBLIC KEY', 'CERTIFICATE'), 'looks like a PEM or JWK, not a secret'],
    ['a JWK', JWK, 'looks like a PEM or JWK, not a secret'],
    ['a JWK after spaces', `  ${JWK}`, 'looks like a PEM or JWK, not a secret'],
    ['a JWK with white space in it', JWK.replace(':', ' : '), 'looks like a PEM or JWK, not a secret'],
    ['a JWK in single quotes', JWK.replaceAll('"', "'"), 'looks like a PEM or JWK, not a secret'],
    ['a JWK set', `{"keys":[${JWK}]}`, 'looks like a PEM or JWK, not a secret'],
  ])('names what is wrong with %s', (_name, secret, error) => {
    expect(secretError(secret, false)).toBe(error)
  })

  it.each([
    ['32 bytes of ASCII', 's'.repeat(32)],
    ['16 characters of two bytes each', 'é'.repeat(16)],
    ['a secret in Stream’s format', 'r2t8x5vp7bq3mz4nsk6hcy9dgw2e8aufj5l7t3k9rbxm6vqz4nhp8cwy2dgs5ej7'],
    ['a secret with undefined in it', `undefined${'s'.repeat(32)}`],
    ['a secret with inner spaces', `${'s'.repeat(16)} ${'s'.repeat(16)}`],
  ])('returns no error for %s', (_name, secret) => {
    expect(secretError(secret, false)).toBeUndefined()
  })

  it('permits a short secret, but no other error, if short secrets are allowed', () => {
    expect(secretError('s', true)).toBeUndefined()
    expect(secretError(' ', true)).toBe('is empty')
    expect(secretError('null', true)).toBe('is a placeholder for a missing value')
    expect(secretError(PEM, true)).toBe('looks like a PEM or JWK, not a secret')
  })
})
