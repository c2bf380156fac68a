import { Webhook } from 'standardwebhooks'
import { describe, expect, it, vi } from 'vitest'
import { loadRecipe } from './load-recipe.js'
import { stateOf } from './state-of.js'

const secret = `whsec_${btoa('a-secret-of-at-least-thirty-two-bytes')}`

/** A webhook as Clerk sends it, signed with a secret. */
function webhookOf(type: string, signedWith = secret): Request {
  const body = JSON.stringify({ type, object: 'event', data: { id: 'sess_1', user_id: 'user_john' } })
  const now = new Date()
  return new Request('https://app.example/api/webhooks/clerk', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'svix-id': 'msg_1',
      'svix-timestamp': String(Math.floor(now.getTime() / 1000)),
      'svix-signature': new Webhook(signedWith).sign('msg_1', now, body),
    },
  })
}

/** Starts the recipe. Returns the status of its response, and what became of John's and Jane's tokens. */
async function deliver(webhook: Request) {
  vi.stubEnv('CLERK_WEBHOOK_SIGNING_SECRET', secret)
  const { POST, stream } = await loadRecipe('### Clerk', { verifyUser: () => null })
  const [john, jane] = [await stream.createToken('user_john'), await stream.createToken('user_jane')]
  const { status } = await POST(webhook)
  return { status, john: await stateOf(stream, john), jane: await stateOf(stream, jane) }
}

describe('the recipe for Clerk', () => {
  it.each(['session.ended', 'session.removed', 'session.revoked'])(
    'D5: revokes the tokens of the user of %s',
    async type => {
      expect(await deliver(webhookOf(type))).toEqual({ status: 204, john: 'token_revoked', jane: 'valid' })
    },
  )

  it('revokes nothing when a session begins', async () => {
    expect(await deliver(webhookOf('session.created'))).toEqual({ status: 204, john: 'valid', jane: 'valid' })
  })

  it('refuses a webhook that another secret signed', async () => {
    const forged = webhookOf('session.ended', `whsec_${btoa('another-secret-of-thirty-two-bytes')}`)
    expect(await deliver(forged)).toEqual({ status: 400, john: 'valid', jane: 'valid' })
  })

  it('refuses a webhook whose body was changed', async () => {
    const signed = webhookOf('session.created')
    const text = (await signed.text()).replace('session.created', 'session.ended')
    const changed = new Request(signed.url, { method: 'POST', headers: signed.headers, body: text })
    expect(await deliver(changed)).toEqual({ status: 400, john: 'valid', jane: 'valid' })
  })
})
