const express = require('express')
const { getStreamAuth, streamTokenProvider } = require('@stream-token/express')

const stream = streamTokenProvider(req => req.get('x-user'), {
  apiKey: 'key',
  apiSecret: 'a-secret-of-at-least-thirty-two-bytes',
})

exports.app = express()
  .use(stream)
  .get('/me', stream.requireUserToken(), (req, res) => res.json({ id: getStreamAuth(req).userId }))
