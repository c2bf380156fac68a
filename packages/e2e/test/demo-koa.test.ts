import { startDemo } from '@stream-token/web'
import { createApp } from 'koa-chat'
import { walkDemo } from './demo-walk.js'

walkDemo(() => startDemo(createApp), {
  host: 'Koa 3',
  line: 'app.use(streamTokenProvider(verifyUser))',
  cookies: ['session', 'session.sig'],
})
