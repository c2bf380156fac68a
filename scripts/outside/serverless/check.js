const { deepStrictEqual, strictEqual } = require('node:assert')
const { handler } = require('./handler.js')

/** An event of API Gateway's version 2, as it sends one: the body may come in base64. */
const event = (method, path, headers, body) => ({
  version: '2.0',
  routeKey: '$default',
  rawPath: path,
  rawQueryString: '',
  headers: { host: 'abc.execute-api.eu-west-1.amazonaws.com', ...headers },
  requestContext: { stage: '$default', http: { method, path, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1' } },
  ...(body && { body: Buffer.from(body).toString('base64') }),
  isBase64Encoded: body !== undefined,
})

const ask = async (...parts) => {
  const { statusCode, body } = await handler(event(...parts), {})
  return { status: statusCode, body: JSON.parse(body) }
}

async function check() {
  const headers = { 'content-type': 'application/json', 'x-user': 'john' }
  const given = await ask('POST', '/stream/token', headers, '{"device":"phone"}')
  strictEqual(given.status, 200)
  const opened = await ask('GET', '/me', { authorization: `Bearer ${given.body.token}` })
  deepStrictEqual(opened, { status: 200, body: { id: 'john' } })
  strictEqual((await ask('GET', '/me', {})).status, 401)
  strictEqual((await ask('POST', '/stream/token', headers)).status, 401)
}

void check()
