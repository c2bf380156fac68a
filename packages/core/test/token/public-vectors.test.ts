import { describe, expect, it } from 'vitest'
import { createHs256Key } from '#hs256'
import { TokenProviderError } from '../../src/errors/errors.js'
import { verifyCompactJws } from '../../src/token/compact-jws.js'
import { SECRET } from '../fixture/fixed-provider.js'
import { wycheproof } from '../fixture/vectors.js'

/** RFC 7515, appendix A.1. */
const RFC = {
  k: 'AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow',
  token:
    'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9' +
    '.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ' +
    '.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk',
}

const file = wycheproof()
if (file === undefined) {
  console.warn('SKIPPED: ../shared/vectors/wycheproof-hs256.json is missing; its 482 cases were not run.')
}
const cases = file?.cases ?? []

async function resultOf(token: string, k: string | undefined): Promise<'valid' | 'invalid'> {
  const secret = k === undefined ? SECRET : new Uint8Array(Buffer.from(k, 'base64url'))
  try {
    await verifyCompactJws(token, [createHs256Key(secret)])
    return 'valid'
  } catch (error) {
    if (error instanceof TokenProviderError) return 'invalid'
    throw error
  }
}

describe('verifyCompactJws', () => {
  it('verifies the example of RFC 7515, appendix A.1', async () => {
    expect(await resultOf(RFC.token, RFC.k)).toBe('valid')
    expect(await resultOf(RFC.token, RFC.k.replace('A', 'B'))).toBe('invalid')
  })

  describe.skipIf(file === undefined)('with the vectors of C2SP/wycheproof', () => {
    const usable = cases.filter(({ hs256, ours }) => hs256 && ours !== 'skip')
    const foreign = cases.filter(({ hs256 }) => !hs256)

    it('has 55 usable HS256 vectors and 427 for other algorithms', () => {
      expect([usable.length, foreign.length]).toEqual([55, 427])
    })

    it.each(usable)('finds $file $tcId ($comment) $ours', async ({ token, key, ours }) => {
      expect(await resultOf(token, key?.k)).toBe(ours)
    })

    it('refuses every vector for another algorithm, with its own key as the secret and with another', async () => {
      const accepted: string[] = []
      for (const { file, tcId, token, key } of foreign) {
        const results = [await resultOf(token, undefined), await resultOf(token, key?.k || undefined)]
        if (results.includes('valid')) accepted.push(`${file} ${tcId}`)
      }
      expect(accepted).toEqual([])
    })
  })
})
