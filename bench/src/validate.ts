import { createVerifier } from 'fast-jwt'
import { jwtVerify } from 'jose'
import jwt from 'jsonwebtoken'
import { apiSecret, exp, iat, userId } from './app.js'
import { compare, type Pace } from './compare.js'
import type { Contender } from './contender.js'
import { signBare, verifyBare } from './floor.js'
import { atLeast } from './goal.js'
import { cryptoKey, provider, secretKeyObject } from './keys.js'
import { comparisonTable, type Report } from './report.js'
import { takeTurn } from './take-turn.js'

const BASELINE = 'jsonwebtoken, string secret'
const OURS = '@stream-token/core verifyToken'

/** One implementation of token validation. */
interface Validator {
  readonly name: string
  readonly validate: (token: string) => unknown
}

/** Stream's SDKs do not validate user tokens. All contenders check MAC and `exp`; ours applies all its rules. */
export async function validate(pace: Pace): Promise<Report> {
  const validators = createValidators()
  for (const validator of validators) await checkValidator(validator)
  const token = signBare({ user_id: userId, exp, iat })
  const contenders = validators.map(({ name, validate }): Contender => ({ name, run: () => validate(token) }))
  const comparison = await compare(contenders, takeTurn, pace)
  return {
    title: 'Validate a user token',
    table: comparisonTable(comparison, BASELINE),
    goals: atLeast('times jsonwebtoken with a string', comparison.ratio(OURS, BASELINE), { 20: 70, 24: 7 }),
  }
}

function createValidators(): readonly Validator[] {
  // With its cache on, the bench would measure a Map.
  const fast = createVerifier({ key: apiSecret, algorithms: ['HS256'], cache: false })
  return [
    { name: BASELINE, validate: token => jwt.verify(token, apiSecret, { algorithms: ['HS256'] }) },
    {
      name: 'jsonwebtoken, KeyObject',
      validate: token => jwt.verify(token, secretKeyObject, { algorithms: ['HS256'] }),
    },
    {
      name: 'jose, cached CryptoKey',
      validate: token => jwtVerify(token, cryptoKey, { algorithms: ['HS256'] }),
    },
    { name: 'fast-jwt, without its cache', validate: token => fast(token) },
    { name: OURS, validate: token => provider.verifyToken(token) },
    { name: 'node:crypto createHmac, MAC and exp', validate: verifyBare },
  ]
}

/** Checks that a validator accepts a valid token and rejects a forged and an expired one. */
async function checkValidator({ name, validate }: Validator): Promise<void> {
  const good = signBare({ user_id: userId, exp, iat })
  const forged = `${good.slice(0, -2)}${good.endsWith('AA') ? 'BA' : 'AA'}`
  const expired = signBare({ user_id: userId, exp: iat, iat: iat - 60 })
  const accepts = async (token: string): Promise<boolean> => {
    try {
      await validate(token)
      return true
    } catch {
      return false
    }
  }
  if (!(await accepts(good))) throw new Error(`${name} refuses a valid token.`)
  if (await accepts(forged)) throw new Error(`${name} accepts a forged token.`)
  if (await accepts(expired)) throw new Error(`${name} accepts an expired token.`)
}
