import { afterAll, describe, expect, it } from 'vitest'
import { startProgram } from '../src/demo-program.js'

/** The bodies of a log-in that a form of another site can send without a preflight. */
const FORMS = [
  ['a form', 'application/x-www-form-urlencoded', 'user=yuki'],
  ['JSON in the name of a form field', 'text/plain', '{"user":"yuki","x":"="}'],
  ['JSON as text', 'text/plain; charset=utf-8', '{"user":"yuki"}'],
  ['JSON as text, with JSON as its parameter', 'text/plain; application/json', '{"user":"yuki"}'],
  [
    'a multipart form',
    'multipart/form-data; boundary=x',
    '--x\r\nContent-Disposition: form-data; name="user"\r\n\r\nyuki\r\n--x--',
  ],
] as const

describe.each(['express-chat', 'koa-chat', 'next-chat'])('the log-in of %s', app => {
  const started = startProgram(app)
  afterAll(async () => (await started).close())

  const logIn = async (type: string, body: string): Promise<Response> =>
    fetch(`${(await started).url}/session`, { method: 'POST', headers: { 'content-type': type }, body })

  it.each(FORMS)('E: refuses %s from another site, and starts no session', async (_what, type, body) => {
    const response = await logIn(type, body)
    expect([response.status, response.headers.getSetCookie()]).toEqual([400, []])
  })

  it.each(['application/json', 'Application/JSON; charset=utf-8'])('accepts a body of %s', async type => {
    const response = await logIn(type, '{"user":"yuki"}')
    expect([response.status, await response.json()]).toMatchObject([200, { user: { id: 'yuki' } }])
    expect(response.headers.getSetCookie().join()).toContain('session=')
  })
})
