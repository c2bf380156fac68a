const express = require('express')
const serverless = require('serverless-http')
const { getStreamAuth, streamTokenProvider } = require('@stream-token/express')

const stream = streamTokenProvider((req, { body }) => (body.device === 'phone' ? req.get('x-user') : null), {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
})
const app = express()
  .use(stream)
  .get('/me', stream.requireUserToken(), (req, res) => res.json({ id: getStreamAuth(req).userId }))

exports.handler = serverless(app)
