import { createApp } from 'koa-chat'
import { walkDemo } from './demo-walk.js'

walkDemo(createApp, {
  host: 'Koa 3',
  line: 'app.use(streamTokenProvider(verifyUser))',
  cookies: ['session', 'session.sig'],
})
