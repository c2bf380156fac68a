import { memoryRevocationStore } from '@stream-token/core'
import { describe, expect, it } from 'vitest'
import { streamTokenProvider } from '../src/index.js'
import { streamTokenProvider as pagesProvider } from '../src/pages/index.js'
import { options } from './fixture/options.js'
import { upgradeRequest } from './fixture/upgrade-request.js'

const revoking = () => ({ ...options, revocations: memoryRevocationStore() })

describe.each([
  ['the App Router', () => streamTokenProvider(() => 'john', revoking())],
  ['the Pages Router', () => pagesProvider(() => 'john', revoking())],
])('authenticateUpgrade of %s', (_router, create) => {
  it('returns the verified token, and rejects once it is revoked', async () => {
    const { authenticateUpgrade, createToken, revokeUserToken } = create()
    const request = await upgradeRequest(await createToken('john'))
    expect(await authenticateUpgrade(request)).toMatchObject({ kind: 'user', userId: 'john' })
    await revokeUserToken('john')
    await expect(authenticateUpgrade(request)).rejects.toMatchObject({ reason: 'token_revoked' })
  })
})
