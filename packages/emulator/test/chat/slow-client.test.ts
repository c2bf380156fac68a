import { expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { apiKey, userToken } from '../fixture/emulate.js'
import { conversation, next } from './fixture.js'

it('a client that does not read its socket is disconnected', async () => {
  const { jane, johns, request, url } = await conversation()
  await jane.disconnectUser()
  const query = new URLSearchParams({
    json: JSON.stringify({ user_id: 'jane' }),
    api_key: apiKey,
    authorization: userToken('jane'),
    'stream-auth-type': 'jwt',
  })
  const socket = new WebSocket(`${url.replace('http', 'ws')}/connect?${query}`)
  const connectionId = await new Promise(resolve =>
    socket.once('message', frame => resolve(JSON.parse(String(frame)).connection_id)),
  )
  const watch = { method: 'POST', body: '{"watch":true}', token: userToken('jane') }
  await request(`/channels/messaging/talk/query?connection_id=${connectionId}`, watch)
  socket.pause()

  let isGone = false
  const gone = next(johns, 'user.watching.stop').then(event => {
    isGone = true
    return event
  })
  const attachments = Array(30).fill({ text: 'x'.repeat(5000) })
  for (let sent = 0; sent < 200 && !isGone; sent++) await johns.sendMessage({ text: 'x', attachments })
  expect(await gone).toMatchObject({ user: { id: 'jane' }, watcher_count: 1 })
  socket.terminate()
}, 20_000)
