import { describe, expect, it } from 'vitest'
import { credentialError, secretError, secretErrors } from '../../src/settings/secret.js'

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
    ['a PEM', PEM, 'looks like a PEM or JWK'],
    ['a PEM after spaces', `  \n${PEM}`, 'looks like a PEM or JWK'],
    ['a PEM after a byte order mark', `\ufeff${PEM}`, 'looks like a PEM or JWK'],
    ['a PEM after a comment', `# key of the app\n${PEM}`, 'looks like a PEM or JWK'],
    ['a PEM in lower case', PEM.toLowerCase(), 'looks like a PEM or JWK'],
    ['a PEM with escaped line breaks', PEM.replaceAll('\n', '\\n'), 'looks like a PEM or JWK'],
    ['a certificate', PEM.replaceAll('PUBLIC KEY', 'CERTIFICATE'), 'looks like a PEM or JWK'],
    ['a JWK', JWK, 'looks like a PEM or JWK'],
    ['a JWK after spaces', `  ${JWK}`, 'looks like a PEM or JWK'],
    ['a JWK with white space in it', JWK.replace(':', ' : '), 'looks like a PEM or JWK'],
    ['a JWK in single quotes', JWK.replaceAll('"', "'"), 'looks like a PEM or JWK'],
    ['a JWK set', `{"keys":[${JWK}]}`, 'looks like a PEM or JWK'],
  ])('names what is wrong with %s', (_name, secret, error) => {
    expect(secretError(secret, false)).toBe(error)
  })

  it.each([
    ['32 bytes of ASCII', 's'.repeat(32)],
    ['a secret in Stream’s format', 'r2t8x5vp7bq3mz4nsk6hcy9dgw2e8aufj5l7t3k9rbxm6vqz4nhp8cwy2dgs5ej7'],
    ['a secret with undefined in it', `undefined${'s'.repeat(32)}`],
  ])('returns no error for %s', (_name, secret) => {
    expect(secretError(secret, false)).toBeUndefined()
  })

  it('permits a short secret, but no other error, if short secrets are allowed', () => {
    expect(secretError('s', true)).toBeUndefined()
    expect(secretError(' ', true)).toBe('is empty')
    expect(secretError('null', true)).toBe('is a placeholder for a missing value')
    expect(secretError(PEM, true)).toBe('looks like a PEM or JWK')
  })
})

describe('credentialError', () => {
  const KEY = 'r2t8x5vp7bq3'
  const WHITE_SPACE = 'contains white space: a comment behind the value in an env file, or two values'
  const VARIABLE = 'contains a variable that was not replaced: a dollar sign with a name'
  const INVISIBLE = 'contains an invisible or non-ASCII character: copy it again from the Stream dashboard'
  const QUOTED = 'is quoted: docker --env-file keeps quotes, remove them'

  it.each([
    ['double quotes', `"${KEY}"`, QUOTED],
    ['single quotes', `'${KEY}'`, QUOTED],
    ['backticks', `\`${KEY}\``, QUOTED],
    ['a semicolon', `${KEY};`, 'ends with a semicolon: env files have none'],
    ['a comment', `${KEY} # from the dashboard`, WHITE_SPACE],
    ['a comment behind a tab', `${KEY}\t#comment`, WHITE_SPACE],
    ['an inner space', `${KEY} ${KEY}`, WHITE_SPACE],
    ['an inner line break', `${KEY}\n${KEY}`, WHITE_SPACE],
    ['an inner no-break space', `${KEY}\u00a0${KEY}`, WHITE_SPACE],
    ['a variable in braces', '$'.concat('{STREAM_API_SECRET}'), VARIABLE],
    ['a variable in braces within text', `${KEY}\${X}`, VARIABLE],
    ['a variable without braces', '$STREAM_API_SECRET', VARIABLE],
    ['a zero-width space at the start', `\u200b${KEY}`, INVISIBLE],
    ['a zero-width space at the end', `${KEY}\u200b`, INVISIBLE],
    ['a soft hyphen', `${KEY}\u00ad`, INVISIBLE],
    ['a control character', `${KEY}\u0007`, INVISIBLE],
    ['a letter that is not ASCII', `${KEY}é`, INVISIBLE],
    ['a byte order mark', `\ufeff${KEY}`, 'starts or ends with white space'],
    ['a placeholder in capitals', 'UNDEFINED', 'is a placeholder for a missing value'],
  ])('C1: names the likely cause of %s, and no value', (_what, text, error) => {
    expect(credentialError(text)).toBe(error)
    expect(error).not.toContain(KEY)
  })

  it.each([KEY, 'a"b', "a'b", 'a;b', 'a$b', '$ecret1', '#key', 'null1', '{}'])('C1: accepts %s', text => {
    expect(credentialError(text)).toBeUndefined()
  })
})

describe('secretErrors', () => {
  it('returns one error for each secret, and for each hole of a list', () => {
    const list = Object.assign(new Array(4), { 0: 's'.repeat(32), 1: 5, 2: '"x"' })
    expect(secretErrors(list, true)).toEqual([
      'apiSecret is not a string',
      'apiSecret is quoted: docker --env-file keeps quotes, remove them',
      'apiSecret is not a string',
    ])
  })
})
