const request = require('supertest')
const { createTokenProvider, isTokenProviderError } = require('@stream-token/core')
const { app } = require('../src/app.js')

const settings = { apiKey: 'key', apiSecret: 'a-secret-of-at-least-thirty-two-bytes' }

test('gives the user of the session a token that opens a guarded route', async () => {
  const given = await request(app).post('/stream/token').set('x-user', 'john').expect(200)
  expect(given.body).toMatchObject({ userId: 'john', token: expect.stringMatching(/^[\w-]+(\.[\w-]+){2}$/) })
  const opened = await request(app).get('/me').set('authorization', `Bearer ${given.body.token}`).expect(200)
  expect(opened.body).toEqual({ id: 'john' })
})

test('refuses who has no session, and who has no token', async () => {
  await request(app).post('/stream/token').expect(401)
  await request(app).get('/me').expect(401)
})

test('refuses a token after its revocation', async () => {
  const provider = createTokenProvider({ ...settings, streamApi: false })
  const token = await provider.createToken('jane')
  await provider.revokeUserToken('jane')
  const error = await provider.verifyToken(token).catch(thrown => thrown)
  expect(isTokenProviderError(error)).toBe(true)
  expect(error.reason).toBe('token_revoked')
})
