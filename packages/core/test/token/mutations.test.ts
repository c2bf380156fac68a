import { jwtVerify } from 'jose'
import { describe, expect, it } from 'vitest'
import { TokenProviderError } from '../../src/errors/errors.js'
import { fixedProvider, NOW, SECRET } from '../fixture/fixed-provider.js'
import { mutant } from '../fixture/mutations.js'
import { seeded } from '../fixture/seeded.js'

const ROUNDS = process.env.TEST_FULL === undefined ? 5_000 : 100_000
const provider = fixedProvider()
const secret = new TextEncoder().encode(SECRET)

/** Whether jose, an independent implementation, accepts the signature, `exp` and `nbf`. */
async function joseAccepts(token: string): Promise<boolean> {
  const options = { algorithms: ['HS256'], currentDate: new Date(NOW * 1000) }
  return jwtVerify(token, secret, options).then(
    () => true,
    () => false,
  )
}

describe('verifyToken', () => {
  it(`accepts none of ${ROUNDS} mutated tokens that jose refuses, and throws no other error`, async () => {
    let accepted = 0
    for (let seed = 1; seed <= ROUNDS; seed++) {
      const token = mutant(seeded(seed), SECRET, NOW)
      const found = await provider.verifyToken(token).catch((error: unknown) => error)
      if (found instanceof TokenProviderError) continue
      const hint = `seed ${seed}: ${JSON.stringify(token)}`
      expect(found, hint).toHaveProperty('kind', 'user')
      expect(await joseAccepts(token), hint).toBe(true)
      accepted++
    }
    // A verifier that refuses everything would pass the rest of this test.
    expect(accepted).toBeGreaterThan(ROUNDS / 20)
    expect(accepted).toBeLessThan(ROUNDS / 2)
  })
})
