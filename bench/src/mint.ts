import { StreamClient } from '@stream-io/node-sdk'
import { createSigner } from 'fast-jwt'
import { SignJWT } from 'jose'
import jwt from 'jsonwebtoken'
import { StreamChat } from 'stream-chat'
import { apiKey, apiSecret, exp, iat, userId } from './app.js'
import { compare, type Pace } from './compare.js'
import type { Contender } from './contender.js'
import { signBare } from './floor.js'
import { atLeast } from './goal.js'
import { cryptoKey, provider, secretKeyObject } from './keys.js'
import { comparisonTable, type Report } from './report.js'
import { takeTurn } from './take-turn.js'

const BASELINE = 'stream-chat createToken'
const OURS = '@stream-token/core createToken'
const FAST_JWT = 'fast-jwt'

/** The other libraries receive finished claims. Ours computes the times itself, as in an app. */
export async function mint(pace: Pace): Promise<Report> {
  const contenders = mintContenders()
  await checkTokens(contenders)
  const comparison = await compare(contenders, takeTurn, pace)
  return {
    title: 'Mint a user token',
    table: comparisonTable(comparison, BASELINE),
    goals: [
      ...atLeast('times stream-chat', comparison.ratio(OURS, BASELINE), { 20: 100, 24: 8 }),
      ...atLeast('times fast-jwt', comparison.ratio(OURS, FAST_JWT), { 20: 1.3, 24: 1.3 }),
    ],
  }
}

function mintContenders(): readonly Contender[] {
  const chat = new StreamChat(apiKey, apiSecret)
  const node = new StreamClient(apiKey, apiSecret)
  const fast = createSigner({ key: apiSecret, algorithm: 'HS256' })
  const payload = { user_id: userId, exp, iat }
  return [
    { name: BASELINE, run: () => chat.createToken(userId, exp, iat) },
    // A new object each time: node-sdk modifies its argument.
    { name: '@stream-io/node-sdk generateUserToken', run: () => node.generateUserToken({ ...payload }) },
    { name: 'jsonwebtoken, string secret', run: () => jwt.sign(payload, apiSecret) },
    { name: 'jsonwebtoken, KeyObject', run: () => jwt.sign(payload, secretKeyObject) },
    {
      name: 'jose, cached CryptoKey',
      run: () => new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ: 'JWT' }).sign(cryptoKey),
    },
    { name: FAST_JWT, run: () => fast(payload) },
    { name: OURS, run: () => provider.createToken(userId) },
    { name: 'node:crypto createHmac, unchecked', run: () => signBare(payload) },
  ]
}

/** Checks that all contenders sign the same bytes. Only the times of ours may differ. */
async function checkTokens(contenders: readonly Contender[]): Promise<void> {
  const expected = await provider.createToken(userId, { expiresAt: exp, issuedAt: iat })
  for (const { name, run } of contenders) {
    const token = await run()
    const verified = await provider.verifyToken(token)
    if (verified.userId !== userId) throw new Error(`${name} signs a token of another user.`)
    if (name !== OURS && token !== expected) throw new Error(`${name} signs different bytes.`)
  }
}
