import { deepStrictEqual, strictEqual } from 'node:assert'

process.env.PORT = '0'
const { started } = await import('./dist/main.js')
const app = await started
try {
  const url = await app.getUrl()
  const given = await fetch(`${url}/stream/token`, { method: 'POST', headers: { 'x-user': 'john' } })
  strictEqual(given.status, 200)
  const { token } = await given.json()
  const opened = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } })
  const { kind, userId } = await opened.json()
  deepStrictEqual({ kind, userId }, { kind: 'user', userId: 'john' })
  strictEqual((await fetch(`${url}/me`)).status, 401)
  strictEqual((await fetch(`${url}/stream/token`, { method: 'POST' })).status, 401)
} finally {
  await app.close()
}
